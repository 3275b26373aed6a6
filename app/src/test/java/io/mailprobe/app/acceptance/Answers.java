package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.testkit.peers.Program;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a running program says of itself over HTTP. */
final class Answers {

  private static final JsonMapper JSON = new JsonMapper();

  private Answers() {}

  /** The numbers of the first route. */
  record Numbers(
      long opened, TreeMap<String, Long> verdicts, long inFlight, long duplicates, long negative) {

    long delivered() {
      return verdicts.getOrDefault("delivered", 0L);
    }

    /** The ledger's law. */
    Numbers checked() {
      long sum = verdicts.values().stream().mapToLong(Long::longValue).sum();
      assertThat(sum + inFlight).as("%s", this).isEqualTo(opened);
      return this;
    }
  }

  /** A probe as the list shows it. */
  record Probe(
      String id,
      Instant scheduled,
      Optional<Instant> accepted,
      Optional<Instant> arrived,
      Optional<String> verdict) {

    /** From the server's 250 to the arrival. */
    Optional<Duration> transit() {
      return accepted.flatMap(from -> arrived.map(to -> Duration.between(from, to)));
    }

    /** From the tick to the arrival. */
    Optional<Duration> latency() {
      return arrived.map(at -> Duration.between(scheduled, at));
    }
  }

  static Numbers numbers(Program program) throws IOException {
    JsonNode numbers = json(program, "/api/v1/status").get("routes").get(0).get("numbers");
    TreeMap<String, Long> verdicts = new TreeMap<>();
    numbers
        .get("verdicts")
        .properties()
        .forEach(e -> verdicts.put(e.getKey(), e.getValue().asLong()));
    return new Numbers(
            numbers.get("opened").asLong(),
            verdicts,
            numbers.get("in_flight").asLong(),
            numbers.get("duplicates_by_retry").asLong()
                + numbers.get("duplicates_by_provider").asLong(),
            numbers.get("negative_latencies").asLong())
        .checked();
  }

  /** How many routes have a probe delivered. */
  static long routesDelivered(Program program) throws IOException {
    long routes = 0;
    for (JsonNode route : json(program, "/api/v1/status").get("routes")) {
      routes += route.get("numbers").get("arrived").asLong() > 0 ? 1 : 0;
    }
    return routes;
  }

  /** The newest probes, oldest first. */
  static List<Probe> probes(Program program) throws IOException {
    List<Probe> probes = new ArrayList<>();
    for (JsonNode probe : json(program, "/api/v1/probes?limit=10000").get("probes")) {
      probes.addFirst(
          new Probe(
              probe.get("id").asString(),
              Instant.parse(probe.get("scheduled").asString()),
              text(probe, "accepted").map(Instant::parse),
              text(probe, "arrived").map(Instant::parse),
              text(probe, "verdict")));
    }
    return probes;
  }

  /** All arrivals in the journal of a receiver that are for the given prober. */
  static List<Arrival> arrivals(Program receiver, String prober) throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    String path = "/api/v1/feed?prober=" + prober + "&limit=1000";
    FeedPage page = FeedCodec.parse(ok(receiver, path));
    while (!page.arrivals().isEmpty()) {
      arrivals.addAll(page.arrivals());
      page = FeedCodec.parse(ok(receiver, path + "&after=" + page.next()));
    }
    return arrivals;
  }

  private static JsonNode json(Program program, String path) throws IOException {
    return JSON.readTree(ok(program, path));
  }

  static String ok(Program program, String path) throws IOException {
    HttpResponse<String> response = program.get(path);
    if (response.statusCode() != 200) {
      throw new IOException(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field)).filter(JsonNode::isString).map(JsonNode::asString);
  }
}
