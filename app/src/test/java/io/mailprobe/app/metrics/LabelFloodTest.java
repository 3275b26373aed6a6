package io.mailprobe.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scene.FrontEnds;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.app.status.ProbeListener;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.canary.CanaryEvents;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.trace.Stage;
import io.mailprobe.receiver.ReceiverEvents;
import io.mailprobe.receiver.ReceiverEvents.Deferral;
import io.mailprobe.receiver.ReceiverEvents.Refusal;
import io.mailprobe.receiver.ReceiverEvents.Unverified;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers, senders and resolvers choose codes, names and words as they like, and as many as they
 * like: the series stay bounded. What they have no say in is there from the start, all of it.
 */
@Timeout(120)
class LabelFloodTest {

  private static final int MANY = 2_000;
  private static final int ARRIVALS = 150;
  private static final int FRONT_ENDS = 700;
  private static final Route ROUTE = Routes.outbound("amer");

  /** The most series that may be of each metric whose series come with what peers say or do. */
  private static final Map<Metric, Integer> MOST =
      Map.of(
          // Beyond the combinations that are kept, a phase and a class are all that is told apart.
          Metric.SMTP_REPLIES,
          2 * (ReplyLabels.MOST_COMBINATIONS + 2 * (Phase.values().length + 1)),
          Metric.ARRIVAL_PLACES,
          101,
          Metric.RECEIVER_LATENCY,
          101,
          Metric.CANARY_FRONT_ENDS,
          (FrontEndCollector.MOST_FORESTS + 2) * Outcome.values().length,
          Metric.CANARY_REFUSING,
          FrontEndCollector.MOST_FORESTS + 2,
          Metric.CANARY_FRONT_END_INFO,
          FRONT_ENDS,
          Metric.CANARY_PHASE,
          FRONT_ENDS * Phase.values().length,
          // Of a route and a canary, as far as their sessions come.
          Metric.PHASE_DURATION,
          2 * Phase.values().length,
          Metric.CERTIFICATE_NOT_AFTER,
          1);

  /** In which a server can refuse. */
  private static final List<Phase> PHASES =
      EnumSet.range(Phase.BANNER, Phase.END_OF_DATA).stream().toList();

  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();
  private final Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME);
  private final StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
  private final Semaphore arrivals = new Semaphore(0);
  private ProberEvents events;
  private CanaryEvents canaryEvents;
  private ReceiverEvents receiver;
  private Scene scene;
  private FrontEnds fronts = FrontEnds.of("amer", io.mailprobe.prober.Path.INBOUND);

  @BeforeEach
  void open() throws IOException {
    events = ProberEvents.both(metrics.prober(List.of(ROUTE), List.of("local")), board.events());
    canaryEvents = metrics.canaries(List.of(fronts.canary()));
    metrics.watchCanaries(() -> List.of(fronts.view()));
    receiver = metrics.receiver();
    scene = new Scene(folder, List.of(ROUTE), time, events);
    metrics.watch(scene.ledger());
    metrics.watchStore("ledger", () -> StoreState.of(scene.ledger()));
    board.watch(scene.ledger());
    board.listenToProbes(metrics.probes());
    board.listenToProbes(
        new ProbeListener() {
          @Override
          public void arrived(ProbeHistory probe) {
            arrivals.release();
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
  void whateverPeersSayTheSeriesAreBoundedAndTheOthersAreThereFromTheStart() throws Exception {
    Set<String> before = fixed();
    flood(new SplittableRandom(1));
    Map<Metric, Long> once = counts();
    MOST.forEach(
        (metric, most) ->
            assertThat(once.getOrDefault(metric, 0L)).as(metric.id()).isBetween(1L, (long) most));
    assertThat(once.get(Metric.SMTP_REPLIES)).isGreaterThan(ReplyLabels.MOST_COMBINATIONS);
    assertThat(once.get(Metric.ARRIVAL_PLACES)).isEqualTo(101);
    assertThat(once.get(Metric.RECEIVER_LATENCY)).isEqualTo(101);
    assertThat(once.get(Metric.CANARY_REFUSING)).isEqualTo(FrontEndCollector.MOST_FORESTS + 2L);
    assertThat(fixed()).as("other series").isSubsetOf(before);

    flood(new SplittableRandom(2));
    Map<Metric, Long> twice = counts();
    MOST.keySet()
        .forEach(
            metric ->
                assertThat(twice.get(metric))
                    .as(metric.id())
                    .isLessThanOrEqualTo(once.get(metric)));
    assertThat(fixed()).as("other series").isSubsetOf(before);
  }

  private void flood(RandomGenerator random) throws Exception {
    for (int i = 0; i < MANY; i++) {
      SessionReport refused =
          Sessions.refusedBy(
              time.wall(),
              one(PHASES, random),
              400 + random.nextInt(200),
              "4.%d.%d words".formatted(random.nextInt(1_000), random.nextInt(1_000)),
              server(random));
      events.sessionEnded(ROUTE, ProbeId.create(time.wall(), random), refused);
      canaryEvents.sessionEnded(fronts.canary(), refused);
      receiver.connected();
      receiver.arrived(stamped(random));
      receiver.refused(one(List.of(Refusal.values()), random));
      receiver.deferred(one(List.of(Deferral.values()), random));
      receiver.unverified(one(List.of(Unverified.values()), random));
    }
    for (int i = 0; i < ARRIVALS; i++) {
      ProbeId probe = scene.accepted(ROUTE);
      receiver.reported(
          scene.reported(
              probe,
              one(List.of(Action.values()), random),
              "450 4.4.%d [Message=4%02d 4.3.%d %s]"
                  .formatted(
                      random.nextInt(1_000),
                      random.nextInt(100),
                      random.nextInt(1_000),
                      server(random))));
      scene.arrived(probe, head(random));
    }
    assertThat(arrivals.tryAcquire(ARRIVALS, 60, TimeUnit.SECONDS)).isTrue();
    fronts = FrontEnds.of("amer", io.mailprobe.prober.Path.INBOUND);
    SessionReport closed = Sessions.failed(time.wall(), Phase.BANNER, Outcome.CLOSED);
    for (int i = 0; i < FRONT_ENDS; i++) {
      fronts.with(1, forest(random), closed, 1);
    }
    time.advance(Duration.ofMinutes(1));
    scene.sweep();
  }

  private static <T> T one(List<T> of, RandomGenerator random) {
    return of.get(random.nextInt(of.size()));
  }

  private static String forest(RandomGenerator random) {
    return word(random, 3) + "prd" + "%02d".formatted(random.nextInt(100));
  }

  private static String server(RandomGenerator random) {
    return "%s%02d%s0001.%s.prod.outlook.com"
        .formatted(word(random, 2), random.nextInt(100), word(random, 3), forest(random));
  }

  private static String word(RandomGenerator random, int letters) {
    return random
        .ints(letters, 'a', 'z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static String head(RandomGenerator random) {
    return """
    Received: from %s by %s; Tue, 2 Jun 2026 13:%02d:02 +0000
    Received: from %s by %s; Tue, 2 Jun 2026 13:02:%02d +0000
    X-ClientProxiedBy: FR2P281CA0029.%s281.PROD.OUTLOOK.COM (::1) To x.example (::2)
    """
        .formatted(
            server(random),
            server(random),
            random.nextInt(60),
            server(random),
            server(random),
            random.nextInt(60),
            word(random, 4));
  }

  private Arrival stamped(RandomGenerator random) {
    Instant now = time.wall();
    ProbeId probe = ProbeId.create(now, random);
    Stamp stamp = new Stamp(probe, word(random, 8), word(random, 8), "prober", 1, now, now, now, 1);
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

  /** How many series there are of each metric with a label that peers choose. */
  private Map<Metric, Long> counts() {
    return series().stream()
        .flatMap(series -> chosen(series).stream())
        .collect(Collectors.groupingBy(metric -> metric, Collectors.counting()));
  }

  /** The series of all the others. */
  private Set<String> fixed() {
    return series().stream()
        .filter(
            series -> MOST.keySet().stream().noneMatch(metric -> series.startsWith(metric.id())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<Metric> chosen(String series) {
    return MOST.keySet().stream()
        .filter(
            metric ->
                series.startsWith(metric.id() + "{") || series.startsWith(metric.id() + "_count{"))
        .findFirst();
  }

  private Set<String> series() {
    return new String(metrics.scrape("text/plain").body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("mailprobe_"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Stages are named by us, whatever the hops are called. */
  @Test
  void stagesOfAWayAreAFewWhoeverWasOnIt() throws Exception {
    RandomGenerator random = new SplittableRandom(3);
    for (int i = 0; i < ARRIVALS; i++) {
      scene.arrived(scene.accepted(ROUTE), head(random));
    }
    assertThat(arrivals.tryAcquire(ARRIVALS, 60, TimeUnit.SECONDS)).isTrue();
    assertThat(series())
        .filteredOn(series -> series.startsWith(Metric.HOP_LATENCY.id() + "_count{"))
        .hasSize(Stage.values().length);
  }
}
