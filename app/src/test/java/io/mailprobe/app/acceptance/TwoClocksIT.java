package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailprobe.app.acceptance.Answers.Numbers;
import io.mailprobe.app.acceptance.Answers.Probe;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.TwoHosts;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prober and receiver on two hosts whose clocks are three seconds apart. */
@Tag("measuring")
@Timeout(400)
class TwoClocksIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String KEYS =
      """
      region: emea
      keys:
        - {id: k1, secret: "a secret for tests, long enough"}
      """;

  @TempDir private Path folder;

  @Test
  void theOffsetIsFoundLatenciesAreCorrectedAndACutFeedIsNobodyElsesFault() throws Exception {
    try (TwoHosts hosts = TwoHosts.make();
        Program receiver = receiver(hosts).awaitReady();
        Program prober = prober(hosts).awaitReady()) {
      Waiting.until("arrivals are known", PATIENCE, () -> delivered(prober) >= 20);
      JsonNode feed = status(prober).get("feeds").get(0);
      double offset = feed.get("clock_offset_seconds").asDouble();
      double uncertainty = feed.get("clock_uncertainty_seconds").asDouble();
      assertThat(offset).isCloseTo(-3, within(0.02));
      assertThat(uncertainty).isBetween(0.0, 0.02);
      assertThat(feed.get("clock_corrected").asBoolean()).isTrue();
      assertThat(metric(prober, "mailprobe_clock_offset_seconds")).isCloseTo(-3, within(0.02));
      checkLatencies(prober);
      Figures.tell("offset of clocks 3 s apart", "%.6f s ± %.6f s".formatted(offset, uncertainty));

      hosts.cutFeed(true);
      Waiting.until("we are deaf", PATIENCE, () -> deaf(prober));
      JsonNode route = status(prober).get("routes").get(0);
      assertThat(route.get("state").asString()).isEqualTo("blind");
      assertThat(route.get("sentence").asString() + route.get("detail").asString())
          .contains("We are deaf")
          .doesNotContainIgnoringCase("exchange")
          .doesNotContainIgnoringCase("microsoft");
      assertThat(metric(prober, "mailprobe_feed_errors_total")).isPositive();
      assertThat(metric(receiver, "mailprobe_receiver_arrivals_total"))
          .isGreaterThan(0.0 + delivered(prober));

      hosts.cutFeed(false);
      Waiting.until("nothing is old", PATIENCE, () -> !deaf(prober) && inFlight(prober) <= 3);
      Numbers numbers = Answers.numbers(prober);
      assertThat(numbers.duplicates()).isZero();
      assertThat(numbers.negative()).isZero();
      assertThat(numbers.verdicts().getOrDefault("lost", 0L)).isZero();
      assertThat(numbers.delivered()).isGreaterThanOrEqualTo(numbers.opened() - 3);
      checkLatencies(prober);
    }
  }

  /** No latency is off by the three seconds, in either direction, and each says so. */
  private static void checkLatencies(Program prober) throws IOException {
    List<Probe> arrived =
        Answers.probes(prober).stream().filter(probe -> probe.arrived().isPresent()).toList();
    List<Duration> latencies =
        arrived.stream().map(probe -> probe.latency().orElseThrow()).sorted().toList();
    // On a busy machine some take long; the quickest does not, if it is rid of the three seconds.
    assertThat(latencies.getFirst()).isBetween(Duration.ZERO, Duration.ofMillis(500));
    JsonNode history =
        JSON.readTree(Answers.ok(prober, "/api/v1/probes/" + arrived.getFirst().id()));
    JsonNode arrival = history.get("arrivals").get(0);
    assertThat(arrival.get("clock").get("corrected").asBoolean()).isTrue();
    assertThat(arrival.get("clock").get("offset_seconds").asDouble()).isCloseTo(-3, within(0.02));
    assertThat(arrival.get("negative_hops").asInt()).isZero();
  }

  private Program receiver(TwoHosts hosts) throws IOException {
    String yaml =
        KEYS
            + """
            store: sqlite:%s
            http: {listen: "0.0.0.0:8080", token: "a token for tests"}
            receiver: {listen: "0.0.0.0:2525", hostname: mx.%s, domains: [%s]}
            """
                .formatted(folder.resolve("receiver"), Site.DOMAIN, Site.DOMAIN);
    return Program.start(
        folder,
        hosts.secondFromHere() + ":8080",
        hosts.onSecond(Duration.ofSeconds(3)),
        "run",
        Files.writeString(folder.resolve("receiver.yaml"), yaml).toString());
  }

  private Program prober(TwoHosts hosts) throws IOException {
    String yaml =
        KEYS
            + """
            store: sqlite:%s
            http: {listen: "0.0.0.0:8080", token: "another token"}
            feeds: [{url: "http://%s:8080", token: "a token for tests"}]
            routes:
              - name: control
                path: control
                every: 250ms
                deadline: 60s
                from: sender@example.org
                to: %s
                submit: {to: "%s:2525", tls: none}
            """
                .formatted(
                    folder.resolve("prober"),
                    hosts.secondForFeed(),
                    Site.DOMAIN,
                    hosts.secondForMail());
    return Program.start(
        folder,
        hosts.firstFromHere() + ":8080",
        hosts.onFirst(),
        "run",
        Files.writeString(folder.resolve("prober.yaml"), yaml).toString());
  }

  private static JsonNode status(Program program) throws IOException {
    return JSON.readTree(Answers.ok(program, "/api/v1/status"));
  }

  private static long delivered(Program program) throws IOException {
    return Answers.numbers(program).delivered();
  }

  private static long inFlight(Program program) throws IOException {
    return Answers.numbers(program).inFlight();
  }

  private static boolean deaf(Program program) throws IOException {
    return StreamSupport.stream(status(program).get("feeds").spliterator(), false)
        .anyMatch(feed -> feed.get("deaf").asBoolean());
  }

  private static double metric(Program program, String name) throws IOException {
    Optional<String> line =
        Answers.ok(program, "/metrics")
            .lines()
            .filter(each -> each.startsWith(name + "{") || each.startsWith(name + " "))
            .findFirst();
    return Double.parseDouble(line.orElseThrow().replaceAll(".* ", ""));
  }
}
