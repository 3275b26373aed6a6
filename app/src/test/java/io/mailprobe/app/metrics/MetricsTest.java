package io.mailprobe.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.ClientProof;
import io.mailprobe.app.config.Cloud;
import io.mailprobe.app.health.Issues;
import io.mailprobe.app.health.PollResult;
import io.mailprobe.app.metrics.otlp.OtlpPush;
import io.mailprobe.app.metrics.otlp.OtlpSettings;
import io.mailprobe.app.scene.EventFan;
import io.mailprobe.app.scene.FrontEnds;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.app.status.ProbeListener;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.submit.ClientCertificate;
import io.mailprobe.protocol.AgeBounds;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.receiver.ReceiverEvents;
import io.mailprobe.testkit.time.ManualTime;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final Route AMER = Routes.outbound("amer");
  private static final Route EMEA = Routes.outbound("emea");
  private static final String AMER_LABELS = "region=\"amer\",route=\"outbound\"";

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME);
  private final StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
  private final CountDownLatch arrivalSeen = new CountDownLatch(1);
  private Scene scene;
  private ProberEvents events;

  @BeforeEach
  void open() throws IOException {
    events =
        new EventFan(
            List.of(metrics.prober(List.of(AMER, EMEA), List.of("local")), board.events()));
    scene = new Scene(folder, List.of(AMER), time, events);
    metrics.watch(scene.ledger());
    metrics.watchStore("ledger", () -> StoreState.of(scene.ledger()));
    board.watch(scene.ledger());
    board.listenToProbes(metrics.probes());
    board.listenToProbes(
        new ProbeListener() {
          @Override
          public void arrived(ProbeHistory probe) {
            arrivalSeen.countDown();
          }
        });
    board.start();
  }

  @AfterEach
  void close() {
    board.close();
    scene.close();
    metrics.close();
  }

  @Test
  void whenOurOwnCertificateEndsIsReadAnewEachTime() {
    TestCertificates authority = new TestCertificates();
    AtomicReference<TestCertificates.Client> own =
        new AtomicReference<>(authority.forClient("first.test"));
    try (Metrics relay = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME)) {
      ProberEvents _ =
          relay.prober(
              List.of(
                  Routes.showing(
                      () -> new ClientCertificate.Shown(own.get().chain(), own.get().key()))),
              List.of());
      assertThat(clientEnds(relay)).isEqualTo(end(own.get()));
      own.set(authority.forClientUntil("second.test", Instant.parse("2030-01-01T00:00:00Z")));
      assertThat(clientEnds(relay)).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
    }
  }

  private static Instant end(TestCertificates.Client own) {
    return own.chain().getFirst().getNotAfter().toInstant();
  }

  private static Instant clientEnds(Metrics metrics) {
    return new String(metrics.scrape("text/plain").body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("mailprobe_certificate_not_after_timestamp_seconds{"))
        .filter(line -> line.contains("usage=\"client\"") && line.contains("route=\"outbound\""))
        .map(line -> Instant.ofEpochSecond((long) number(line)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allThatIsKnownBeforehandIsThereAtZero() {
    for (Outcome outcome : Outcome.values()) {
      assertThat(
              value(
                  "mailprobe_sessions_total",
                  AMER_LABELS,
                  "purpose=\"submit\"",
                  "outcome=\"" + outcome.label() + "\""))
          .isZero();
    }
    assertThat(value("mailprobe_undelivered_age_total", "age=\"60.0\"")).isZero();
    // Written as age and le are: the rules join them by it.
    assertThat(value("mailprobe_route_info", "deadline=\"60.0\"")).isEqualTo(1);
    assertThat(value("mailprobe_messages_duplicate_total", "cause=\"provider\"")).isZero();
    assertThat(value("mailprobe_probes_skipped_total", "reason=\"in_flight_cap\"")).isZero();
    assertThat(value("mailprobe_last_delivery_timestamp_seconds", AMER_LABELS)).isZero();
    assertThat(value("mailprobe_feed_last_success_timestamp_seconds", "feed=\"local\"")).isZero();
    assertThat(value("mailprobe_route_interval_seconds", AMER_LABELS)).isEqualTo(5);
  }

  @Test
  void aProbeIsCountedFromTickToArrival() throws InterruptedException {
    ProbeId probe = scene.tick(AMER);
    scene.ended(
        probe,
        Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
        Duration.ofSeconds(15));
    time.advance(Duration.ofSeconds(15));
    scene.retry(probe);
    scene.ended(probe, Sessions.accepted(time.wall()), Duration.ZERO);
    time.advance(Duration.ofSeconds(4));
    scene.sweep();
    scene.arrived(probe);
    assertThat(arrivalSeen.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(value("mailprobe_sessions_total", "outcome=\"deferred\"")).isEqualTo(1);
    assertThat(value("mailprobe_sessions_total", "outcome=\"accepted\"")).isEqualTo(1);
    assertThat(value("mailprobe_messages_deferred_total", AMER_LABELS)).isEqualTo(1);
    assertThat(value("mailprobe_messages_accepted_total", AMER_LABELS)).isEqualTo(1);
    assertThat(value("mailprobe_messages_delivered_total", AMER_LABELS)).isEqualTo(1);
    assertThat(value("mailprobe_inflight_messages", AMER_LABELS)).isZero();
    assertThat(value("mailprobe_end_to_end_latency_seconds_sum", AMER_LABELS)).isEqualTo(19);
    assertThat(value("mailprobe_acceptance_delay_seconds_sum", AMER_LABELS)).isEqualTo(15.398);
    assertThat(value("mailprobe_delivery_latency_seconds_count", AMER_LABELS)).isEqualTo(1);
    assertThat(
            value(
                "mailprobe_smtp_replies_total",
                "side=\"submit\"",
                "phase=\"banner\"",
                "code=\"421\"",
                "enhanced_code=\"4.3.2\"",
                "forest=\"namprd07\"",
                "site=\"bl02\""))
        .isEqualTo(1);
    assertThat(value("mailprobe_certificate_not_after_timestamp_seconds", "usage=\"frontend\""))
        .isEqualTo((double) Instant.parse("2026-12-31T00:00:00Z").getEpochSecond());
    assertThat(scrape(OPEN_METRICS)).contains("# {probe_id=\"" + probe + "\"} 19.0");
  }

  /** The law on which each late ratio rests. */
  @Test
  void aProbeIsInExactlyOneOfBucketAndAgeAtEachBoundItHasPassed() {
    for (int i = 0; i < 5; i++) {
      ProbeId probe = scene.accepted(AMER);
      time.advance(Duration.ofSeconds(7L * i));
      scene.sweep();
      scene.arrived(probe);
    }
    time.advance(Duration.ofHours(25));
    scene.sweep();

    for (Duration bound : AgeBounds.ALL) {
      String text = bound.toSeconds() + ".0";
      double arrived = value("mailprobe_end_to_end_latency_seconds_bucket", "le=\"" + text + "\"");
      double older = value("mailprobe_undelivered_age_total", "age=\"" + text + "\"");
      assertThat(arrived + older).as("at %s", bound).isEqualTo(5);
    }
  }

  @Test
  void deliveryReportsAreCountedOnceEachWithTheReplyThatTheyTellOf() {
    ProbeId probe = scene.accepted(AMER);
    assertThat(value("mailprobe_delivery_reports_total", "action=\"delayed\"")).isZero();
    scene.reported(probe, Action.DELAYED);
    scene.reported(probe, Action.EXPIRED);

    assertThat(value("mailprobe_delivery_reports_total", AMER_LABELS, "action=\"delayed\""))
        .isEqualTo(1);
    assertThat(value("mailprobe_messages_bounced_total", AMER_LABELS)).isEqualTo(1);
    assertThat(
            value(
                "mailprobe_smtp_replies_total",
                AMER_LABELS,
                "side=\"report\"",
                "phase=\"unknown\"",
                "code=\"421\"",
                "enhanced_code=\"4.3.2\"",
                "forest=\"namprd07\"",
                "site=\"bl02\""))
        .isPositive();
  }

  @Test
  void anOutageAgesInTheGauges() {
    scene.tick(AMER);
    time.advance(Duration.ofSeconds(95));

    assertThat(value("mailprobe_inflight_messages", AMER_LABELS)).isEqualTo(1);
    assertThat(value("mailprobe_inflight_oldest_age_seconds", AMER_LABELS)).isEqualTo(95);
  }

  @Test
  void whatPeersSayIsBounded() {
    for (int i = 0; i < 1_000; i++) {
      ProbeId probe = ProbeId.create(time.wall(), new SplittableRandom(i));
      events.sessionEnded(
          EMEA,
          probe,
          Sessions.refused(
              time.wall(), Phase.RCPT, 400 + i % 200, "4." + i % 1_000 + "." + i % 97 + " no"));
    }
    List<String> replies =
        scrape("text/plain")
            .lines()
            .filter(line -> line.startsWith("mailprobe_smtp_replies_total"))
            .toList();

    assertThat(replies).hasSizeBetween(200, 202);
    assertThat(replies).anyMatch(line -> line.contains("code=\"4xx\",enhanced_code=\"other\""));
    assertThat(replies.stream().mapToDouble(line -> number(line)).sum()).isEqualTo(1_000);
  }

  @Test
  void receiverRoutesAreBounded() {
    ReceiverEvents receiver = metrics.receiver();
    for (int i = 0; i < 150; i++) {
      receiver.arrived(arrival("region" + i));
    }

    List<String> counts =
        scrape("text/plain")
            .lines()
            .filter(line -> line.startsWith("mailprobe_receiver_latency_seconds_count"))
            .toList();
    assertThat(counts).hasSize(101).anyMatch(line -> line.contains("region=\"other\""));
    assertThat(value("mailprobe_receiver_arrivals_total")).isEqualTo(150);
    assertThat(value("mailprobe_receiver_refusals_total", "reason=\"recipient\"")).isZero();
  }

  @Test
  void theWayOfAnArrivalIsMeasuredStageByStage() throws InterruptedException {
    ProbeId probe = scene.accepted(AMER);
    time.advance(Duration.ofSeconds(4));
    scene.arrived(
        probe,
        """
        Received: from x by c.namprd12.prod.outlook.com; Tue, 2 Jun 2026 13:03:02 +0000
        Received: from x by b.namprd12.prod.outlook.com; Tue, 2 Jun 2026 13:03:25 +0000
        Received: from x by PH7PR12MB5685.namprd12.prod.outlook.com; Tue, 2 Jun 2026 13:03:01 +0000
        X-ClientProxiedBy: FR2P281CA0029.DEUP281.PROD.OUTLOOK.COM (::1) To x.example (::2)
        """);
    assertThat(arrivalSeen.await(20, TimeUnit.SECONDS)).isTrue();
    String stages = "mailprobe_hop_latency_seconds";
    assertThat(value(stages + "_sum", AMER_LABELS, "stage=\"tenant\"")).isEqualTo(1);
    assertThat(value(stages + "_count", AMER_LABELS, "stage=\"tenant\"")).isEqualTo(1);
    assertThat(value(stages + "_sum", AMER_LABELS, "stage=\"outbound\"")).isEqualTo(1.98);
    assertThat(value(stages + "_sum", AMER_LABELS, "stage=\"receiver\"")).isEqualTo(0.02);
    assertThat(value(stages + "_count", AMER_LABELS, "stage=\"submission\"")).isZero();
    assertThat(value("mailprobe_negative_hops_total", AMER_LABELS)).isEqualTo(1);
    assertThat(
            value(
                "mailprobe_arrival_places_total",
                "frontend_region=\"deu\"",
                "mailbox_forest=\"namprd12\"",
                "egress_region=\"nam\""))
        .isEqualTo(1);
  }

  @Test
  void aReceiversClockIsShownAsOursMinusIts() {
    events.clockMeasured("local", new ClockOffset(Duration.ofSeconds(3), Duration.ofMillis(1)));
    assertThat(value("mailprobe_clock_offset_seconds", "reference=\"local\"")).isEqualTo(-3);
    assertThat(value("mailprobe_clock_offset_uncertainty_seconds", "reference=\"local\""))
        .isEqualTo(0.001);
  }

  @Test
  void everySeriesIsInTheCatalogueWithItsLabels() throws Exception {
    metrics.receiver().arrived(arrival("amer"));
    metrics
        .tokens("amer")
        .expected(
            new ClientCredentials(
                "t",
                "c",
                new ClientProof.ManagedIdentity(),
                Cloud.GLOBAL.authority(),
                Cloud.GLOBAL.mailScope()));
    metrics.receiverCertificate(time::wall);
    metrics.health().polled(PollResult.OK);
    OtlpPush _ =
        metrics.push(
            new OtlpSettings(
                URI.create("http://127.0.0.1:1/v1/metrics"),
                Map.of(),
                Duration.ofMinutes(1),
                List.of(),
                Map.of()),
            new TimeAndChance(time, time, new SplittableRandom(1)));
    metrics.watchHealth(() -> Issues.report(time.wall()));
    events.clockMeasured("local", new ClockOffset(Duration.ofSeconds(3), Duration.ofMillis(1)));
    FrontEnds fronts = FrontEnds.of("amer", io.mailprobe.prober.Path.INBOUND);
    fronts.with(1, "namprd07", Sessions.accepted(time.wall()), 0);
    metrics.watchCanaries(() -> List.of(fronts.view()));
    scene.arrived(scene.accepted(AMER));
    assertThat(arrivalSeen.await(20, TimeUnit.SECONDS)).isTrue();
    Pattern line = Pattern.compile("(mailprobe_[a-z_]+)(?:\\{(.*)})? \\S+");
    TreeSet<String> seen = new TreeSet<>();
    scrape("text/plain")
        .lines()
        .filter(text -> text.startsWith("mailprobe_"))
        .forEach(
            text -> {
              Matcher matcher = line.matcher(text);
              assertThat(matcher.matches()).as(text).isTrue();
              Metric metric = metric(matcher.group(1));
              seen.add(metric.id());
              assertThat(labels(Optional.ofNullable(matcher.group(2)).orElse("")))
                  .as(text)
                  .containsExactlyInAnyOrderElementsOf(
                      text.contains("usage=\"receiver\"") ? List.of("usage") : metric.labels());
            });

    TreeSet<String> all = new TreeSet<>();
    Arrays.stream(Metric.values()).map(Metric::id).forEach(all::add);
    all.remove("mailprobe_smtp_replies_total"); // Nothing was refused here.
    assertThat(seen).containsAll(all);
  }

  @Test
  void noOtherRegionOrRouteAppears() {
    Pattern region = Pattern.compile("region=\"([^\"]*)\"");
    assertThat(region.matcher(scrape("text/plain")).results().map(match -> match.group(1)))
        .containsOnly("amer", "emea");
  }

  @Test
  void twoRoutesOfOneNameAreRefused() {
    assertThatThrownBy(() -> metrics.prober(List.of(AMER), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two routes of this process are outbound in region amer");
  }

  @Test
  void aCollectorThatFailsEndsTheStart() {
    metrics.watch(new BrokenLedger());

    assertThatThrownBy(metrics::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the metrics cannot be scraped: broken");
  }

  @Test
  void aNameThatIsTakenTwiceEndsTheStart() {
    metrics.check();
    metrics.watchHealth(() -> Issues.report(time.wall()));
    metrics.check();
    metrics.watchHealth(() -> Issues.report(time.wall()));

    assertThatThrownBy(metrics::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the metrics cannot be scraped: ")
        .hasMessageContaining("mailprobe_service_health_issue");
  }

  @Test
  void aSeriesThatIsThereTwiceEndsTheStart() {
    metrics.watch(scene.ledger()); // Once more.

    assertThatThrownBy(metrics::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the metrics cannot be scraped: ")
        .hasMessageContaining(AMER_LABELS.substring(0, 13));
  }

  @Test
  void promtoolFindsNothingWrong() throws IOException, InterruptedException {
    metrics.receiver().arrived(arrival("amer"));
    scene.ended(
        scene.tick(AMER),
        Sessions.refused(time.wall(), Phase.RCPT, 451, "4.7.500 Server busy"),
        Duration.ofSeconds(15));
    Path promtool = Path.of("/usr/bin/promtool");
    if (!Files.isExecutable(promtool)) {
      String reason = "SKIPPED: no promtool (Debian package prometheus)";
      System.err.println(reason);
      Assumptions.abort(reason);
    }
    Path input = Files.writeString(folder.resolve("metrics.txt"), scrape("text/plain"));
    Path output = folder.resolve("promtool.txt");
    Process process =
        new ProcessBuilder(promtool.toString(), "check", "metrics")
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(Files.readString(output)).isEmpty();
    assertThat(process.exitValue()).isZero();
  }

  private String scrape(String accept) {
    return new String(metrics.scrape(accept).body(), StandardCharsets.UTF_8);
  }

  /** The value of the first series of that name with these labels among its own. */
  private double value(String name, String... labels) {
    return scrape("text/plain")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .findFirst()
        .map(MetricsTest::number)
        .orElseThrow(() -> new AssertionError("no " + name + " with " + List.of(labels)));
  }

  private static double number(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static Metric metric(String name) {
    return Arrays.stream(Metric.values())
        .filter(
            metric ->
                name.equals(metric.id())
                    || (metric.kind() == Metric.Kind.HISTOGRAM
                        && name.matches(metric.id() + "_(bucket|sum|count)")))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in the catalogue"));
  }

  private static List<String> labels(String text) {
    return Pattern.compile("([a-z_]+)=\"")
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(label -> !label.equals("le"))
        .toList();
  }

  private Arrival arrival(String region) {
    Instant now = time.wall();
    ProbeId probe = ProbeId.create(now, new SplittableRandom(1));
    Stamp stamp = new Stamp(probe, "outbound", region, "prober", 1, now, now, now, 1);
    return new Arrival(
        1,
        probe,
        Arrival.Place.STAMP,
        Optional.of("prober"),
        Optional.of(stamp),
        now,
        now,
        now.plusSeconds(3),
        "127.0.0.1",
        "peer",
        "probe@probe.example.net",
        2_000);
  }
}
