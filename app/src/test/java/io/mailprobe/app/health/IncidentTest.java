package io.mailprobe.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.http.HttpSide;
import io.mailprobe.app.http.HttpSources;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.status.State;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.app.status.Verdicts;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.testkit.peers.Browser;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * EX1331830, from five minutes before its onset to a day after its end, read as Microsoft told of
 * it: at each post the metrics, the API and the page say what the record of the outage says.
 */
@Timeout(120)
class IncidentTest {

  /**
   * The record: each post's number, between when and when it came, whether it was a quick one.
   * Regular posts came no later than the one before had promised, quick ones between their
   * neighbours.
   */
  private static final List<Row> RECORD =
      List.of(
          row("P1", "2T14:33", "2T16:30"),
          row("P2", "2T14:33", "2T16:30"),
          row("P3", "2T16:30", "2T18:30"),
          row("P4", "2T18:30", "2T19:30"),
          row("P5", "2T19:30", "2T20:00"),
          row("P6", "2T19:30", "2T20:00"),
          row("P7", "2T20:00", "2T21:00"),
          row("P8", "2T20:00", "2T21:00"),
          row("P9", "2T20:00", "2T21:00"),
          row("P10", "2T21:00", "2T22:00"),
          row("P11", "2T21:00", "2T22:00"),
          row("P12", "2T22:00", "2T23:00"),
          row("P13", "2T22:00", "2T23:00"),
          row("P14", "2T23:00", "3T00:00"),
          row("P15", "2T23:00", "3T00:00"),
          row("P16", "3T00:00", "3T01:00"),
          row("P17", "3T00:00", "3T01:00"),
          row("P18", "3T01:00", "3T02:00"),
          row("P19", "3T01:00", "3T02:00"),
          row("P20", "3T02:00", "3T04:00"),
          row("P21", "3T04:00", "3T06:00"),
          row("P22", "3T06:00", "3T08:00"),
          row("P23", "3T08:00", "3T10:00"),
          row("P24", "3T10:00", "3T12:00"),
          row("P25", "3T10:00", "3T12:00"),
          row("P26", "3T12:00", "3T14:00"),
          row("P27", "3T12:00", "3T14:00"),
          row("P28", "3T14:00", "3T16:00"),
          row("P29", "3T16:00", "3T18:00"));

  private static final String ID = "issue_id=\"EX1331830\"";
  private static final Instant ONSET = Instant.parse("2026-06-02T13:03:00Z");
  private static final Instant ACKNOWLEDGED = Instant.parse("2026-06-02T14:33:00Z");
  private static final Instant RESOLVED = Instant.parse("2026-06-03T20:00:00Z");

  /** When our own verdict came: half a minute after the onset. */
  private static final Instant NOTICED = ONSET.plusSeconds(30);

  /** A post is known to us no later than this. */
  private static final Duration READ_BY = GraphWorld.EVERY.plusSeconds(13);

  private static final Route AMER = Routes.outbound("amer");
  private static final JsonMapper JSON = new JsonMapper();

  private record Row(String number, Instant from, Instant until) {}

  private static Row row(String number, String from, String until) {
    return new Row(
        number,
        Instant.parse("2026-06-0" + from + ":00Z"),
        Instant.parse("2026-06-0" + until + ":00Z"));
  }

  @TempDir private Path folder;
  private final Incident incident = Incident.ex1331830();
  private GraphWorld world;
  private Scene scene;
  private StatusBoard board;
  private HttpSide http;
  private ServiceHealth health;
  private State amer = State.FLOWING;

  @BeforeEach
  void open() throws IOException {
    world = new GraphWorld(folder);
    world.play(incident.resolvedAt(RESOLVED));
    board = new StatusBoard(world.time, world.time, Replies.BLAME);
    scene = new Scene(folder, List.of(AMER), world.time, board.events());
    board.watch(scene.ledger());
    health = world.open();
    health.start();
    world.metrics.watchHealth(() -> health.report());
    http =
        new HttpSide(
            new HttpSettings(
                InetSocketAddress.createUnresolved("127.0.0.1", 0),
                Optional.empty(),
                Optional.empty()),
            new HttpSources(
                new Build("0.1.0", "abc"),
                world.metrics,
                board,
                Replies.BLAME,
                List.of(scene.ledger()),
                Optional.empty(),
                () -> Optional.of(health.report()),
                List::of),
            world.time);
    http.start();
    watch();
  }

  @AfterEach
  void close() {
    http.close();
    health.close();
    scene.close();
    world.close();
  }

  /** The verdict of each half minute, as the board would tell it. */
  private void watch() {
    health.reported(
        Verdicts.of(
            world.time.wall(),
            Verdicts.route(scene.ledger().accounts().getFirst(), amer, Party.EXCHANGE_ONLINE)));
    world.time.after(Duration.ofSeconds(30), this::watch);
  }

  @Test
  void atEachPostAllThatIsShownAgreesWithTheRecord() throws Exception {
    assertThat(incident.posts()).hasSameSizeAs(RECORD);
    world.at("2026-06-02T13:03:01Z");
    amer = State.REFUSED;
    world.at("2026-06-02T14:32:59Z");
    assertThat(world.metrics("mailprobe_service_health_issue{")).isEmpty();
    assertThat(issues()).isEmpty();

    for (int i = 0; i < RECORD.size(); i++) {
      Incident.Post post = incident.posts().get(i);
      Row row = RECORD.get(i);
      assertThat(post.number()).isEqualTo(row.number());
      assertThat(post.posted()).as(row.number()).isBetween(row.from(), row.until());
      weather(post.number());
      if (post.number().equals("P10")) {
        health.close();
        health = world.open();
        health.start();
      }
      world.time.advance(Duration.between(world.time.wall(), post.posted().plus(READ_BY)));
      checkMetrics(i);
      checkApi(i);
    }
    try (Browser browser = Browser.open(folder, "http://127.0.0.1:" + http.port() + "/")) {
      Waiting.until(
          "the page says who was first",
          Duration.ofSeconds(30),
          () ->
              browser
                  .text()
                  .contains(
                      "We saw it 89 min before the first post, 30 s after the start that Microsoft"
                          + " gives, at"));
      assertThat(browser.text()).contains("EX1331830 extended recovery: ", "newest of 29 posts");
    }
    checkEnd();
  }

  /** Refused until the backlog is gone, but for the false recovery; then well. */
  private void weather(String number) {
    switch (number) {
      case "P5" -> amer = State.RECOVERING;
      case "P6" -> amer = State.DELAYED;
      case "P14" -> amer = State.FLOWING;
      default -> {}
    }
  }

  private void checkMetrics(int index) {
    Incident.Post post = incident.posts().get(index);
    assertThat(world.metrics("mailprobe_service_health_issue{"))
        .as(post.number())
        .containsExactly(
            "mailprobe_service_health_issue{feature=\"Mailflow - delayed delivery\","
                + ID
                + ",status=\""
                + post.status()
                + "\"} 1.0");
    assertThat(value("issue_first_seen_timestamp_seconds", ID))
        .isBetween(seconds(ACKNOWLEDGED), seconds(ACKNOWLEDGED.plus(READ_BY)));
    assertThat(value("issue_first_post_timestamp_seconds", ID)).isEqualTo(seconds(ACKNOWLEDGED));
    assertThat(value("issue_last_post_timestamp_seconds", ID)).isEqualTo(seconds(post.posted()));
    assertThat(value("issue_started_timestamp_seconds", ID)).isEqualTo(seconds(started(index)));
    assertThat(value("issue_noticed_timestamp_seconds", ID)).isEqualTo(seconds(NOTICED));
    assertThat(value("issue_lead_seconds", ID, "over=\"first_post\"")).isEqualTo(89.5 * 60);
    assertThat(value("issue_lead_seconds", ID, "over=\"start\""))
        .isEqualTo(seconds(started(index)) - seconds(NOTICED));
    assertThat(world.metrics("mailprobe_service_health_issue_lead_seconds")).hasSize(2);
    assertThat(world.metrics("mailprobe_service_health_issue_resolved_timestamp_seconds"))
        .isEmpty();
    assertThat(value("last_success_timestamp_seconds"))
        .isGreaterThanOrEqualTo(seconds(post.posted()));
  }

  /** Told for the first time in the sixth post; before, it was when the first one came. */
  private static Instant started(int index) {
    return index < 5 ? ACKNOWLEDGED : ONSET;
  }

  private void checkApi(int index) throws Exception {
    Incident.Post post = incident.posts().get(index);
    JsonNode issues = issues();
    assertThat(issues).as(post.number()).hasSize(1);
    JsonNode issue = issues.get(0);
    assertThat(issue.get("id").asString()).isEqualTo("EX1331830");
    assertThat(issue.get("title").asString()).isEqualTo(post.title());
    assertThat(issue.get("title").asString().contains("failures"))
        .as("delays or failures, from the second post on")
        .isEqualTo(index >= 1);
    assertThat(issue.get("impact").asString()).isEqualTo(post.scope());
    assertThat(issue.get("impact").asString().contains("Germany"))
        .as("North America and Germany alone, in the first two posts")
        .isEqualTo(index < 2);
    assertThat(issue.get("status").asString()).isEqualTo(post.status());
    assertThat(issue.get("resolved").asBoolean()).isFalse();
    assertThat(issue.get("posts").asInt()).isEqualTo(index + 1);
    assertThat(issue.get("started").asString()).isEqualTo(started(index).toString());
    assertThat(issue.get("first_post").asString()).isEqualTo(ACKNOWLEDGED.toString());
    assertThat(issue.get("last_post").asString()).isEqualTo(post.posted().toString());
    assertThat(issue.get("noticed").asString()).isEqualTo(NOTICED.toString());
    assertThat(issue.get("noticed_where").asString()).isEqualTo("amer outbound");
    assertThat(issue.get("lead_over_first_post_seconds").asDouble()).isEqualTo(89.5 * 60);
    assertThat(issue.get("lead_over_resolution_seconds").isNull()).isTrue();
  }

  private void checkEnd() throws Exception {
    world.time.advance(Duration.between(world.time.wall(), RESOLVED.plus(READ_BY)));
    assertThat(world.metrics("mailprobe_service_health_issue{"))
        .containsExactly(
            "mailprobe_service_health_issue{feature=\"Mailflow - delayed delivery\","
                + ID
                + ",status=\"serviceRestored\"} 0.0");
    assertThat(value("issue_resolved_timestamp_seconds", ID)).isEqualTo(seconds(RESOLVED));
    assertThat(value("issue_lead_seconds", ID, "over=\"resolution\""))
        .isEqualTo(seconds(RESOLVED) - seconds(NOTICED));
    assertThat(issues().get(0).get("resolved").asBoolean()).isTrue();

    world.time.advance(Duration.ofHours(24));
    assertThat(world.metrics("mailprobe_service_health_issue")).isEmpty();
    assertThat(issues()).isEmpty();
    assertThat(world.polls(PollResult.OK)).isGreaterThan(1_500);
    assertThat(world.metrics("mailprobe_service_health_polls_total{"))
        .filteredOn(line -> !line.contains("\"ok\""))
        .allMatch(line -> line.endsWith(" 0.0"));
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1_000.0;
  }

  private double value(String name, String... labels) {
    List<String> found =
        world.metrics("mailprobe_service_health_" + name).stream()
            .filter(line -> List.of(labels).stream().allMatch(line::contains))
            .toList();
    assertThat(found).as(name).hasSize(1);
    return Double.parseDouble(found.getFirst().substring(found.getFirst().lastIndexOf(' ') + 1));
  }

  private JsonNode issues() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + "/api/v1/status"))
              .timeout(Duration.ofSeconds(20))
              .build();
      return JSON.readTree(client.send(request, BodyHandlers.ofString()).body())
          .get("service_health")
          .get("issues");
    }
  }
}
