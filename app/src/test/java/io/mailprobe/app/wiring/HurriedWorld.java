package io.mailprobe.app.wiring;

import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.metrics.MetricsHistory;
import io.mailprobe.app.prometheus.Judgement;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.wiring.NodePlan.ProberPlan;
import io.mailprobe.app.wiring.NodePlan.Probers;
import io.mailprobe.app.world.RegionProbes;
import io.mailprobe.app.world.StandIn;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.frontend.SessionLimits;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.store.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A scenario in hurried time over real sockets: the simulator, and a process as {@code run} makes
 * it for the receiver and for the prober of each region. What it draws its chances from is what a
 * replay on the virtual clock draws from, in the same order.
 */
final class HurriedWorld implements AutoCloseable {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Scenario scenario;
  private final Path folder;
  private final TimeAndChance given;
  private final String token;
  private final Keyring keys;
  private final Simulator simulator;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final MetricsHistory history;
  private final Map<Node, MetricsHistory.Target> targets = new LinkedHashMap<>();

  /** Written by the scheduler's thread alone. */
  private volatile Duration worst = Duration.ZERO;

  /** One that stands still at the beginning of its scenario. */
  HurriedWorld(Scenario scenario, int speed, Path folder, Predicate<String> wanted)
      throws IOException {
    this.scenario = scenario;
    this.folder = folder;
    history = new MetricsHistory(wanted);
    given = TimeAndChance.compressed(scenario.start(), speed, scenario.seed());
    SplittableRandom random = new SplittableRandom(scenario.seed());
    keys = new Keyring(List.of(new StampKey("replay", bytes(random, 32))));
    token = HexFormat.of().formatHex(bytes(random, 1_024));
    var _ = random.split(); // The receiver's.
    List<RegionProbes> named = scenario.regions().stream().map(this::unplaced).toList();
    List<String> forwarded = named.stream().map(RegionProbes::forwarded).toList();
    Node receiver = start(receiver(forwarded), "receiver", Optional.empty());
    simulator =
        new Simulator(
            settings(named, receiver.receiver().port()),
            given.clock(),
            given.scheduler(),
            random.split());
    open.add(simulator);
    simulator.start();
    EngineSettings engine = engine();
    for (Region region : scenario.regions()) {
      RegionProbes probes =
          probes(
              region,
              new RegionProbes.Doors(
                  simulator.submissionPort(), simulator.port(), receiver.receiver().port()));
      ProberPlan plan =
          new ProberPlan(
              StoreAddress.folder(folder.resolve(region.name())),
              Retention.DEFAULT,
              probes.routes(),
              List.of(probes.canary()),
              engine);
      NamedFeed feed = new NamedFeed("receiver", receiver.receiver().feed());
      start(
          plan(Optional.empty(), (_, _) -> List.of(plan), List.of(feed)),
          "prober-" + region.name(),
          Optional.of(region.name()));
    }
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private RegionProbes unplaced(Region region) {
    return probes(region, new RegionProbes.Doors(0, 0, 0));
  }

  private RegionProbes probes(Region region, RegionProbes.Doors doors) {
    Deadlines usual = RegionProbes.USUAL;
    return new RegionProbes(
        region,
        scenario.probing(),
        doors,
        () -> CompletableFuture.completedFuture(token),
        new Deadlines(given.passing(usual.phase()), given.passing(usual.session())));
  }

  private NodePlan receiver(List<String> forwarded) {
    Limits usual = Limits.DEFAULT;
    ReceiverSettings settings =
        new ReceiverSettings(
            ANY_PORT,
            "mx." + RegionProbes.PROBE_DOMAIN,
            List.of(RegionProbes.PROBE_DOMAIN),
            forwarded,
            Optional.empty(),
            folder.resolve("receiver"),
            new Limits(
                usual.connections(),
                usual.connectionsPerPeer(),
                usual.messageBytes(),
                usual.recipients(),
                usual.badCommands(),
                usual.refusals(),
                given.passing(usual.idle()),
                given.passing(usual.session())));
    return plan(Optional.of(settings), (_, _) -> List.of(), List.of());
  }

  private NodePlan plan(
      Optional<ReceiverSettings> receiver, Probers probers, List<NamedFeed> feeds) {
    return new NodePlan(
        "hurried",
        keys,
        new HttpSettings(ANY_PORT, Optional.empty(), Optional.empty()),
        receiver,
        probers,
        feeds,
        RuleFile.classifier(List.of()),
        Optional.empty());
  }

  private Node start(NodePlan plan, String host, Optional<String> region) throws IOException {
    Node node = new Node(plan, given);
    node.start();
    open.add(node);
    Map<String, String> labels = new HashMap<>();
    labels.put("job", "mailprobe");
    labels.put("instance", host + ":8080");
    labels.put("role", region.isPresent() ? "prober" : "receiver");
    region.ifPresent(name -> labels.put("region", name));
    targets.put(node, history.target(labels));
    return node;
  }

  private SimulatorSettings settings(List<RegionProbes> named, int receiverPort) {
    SessionLimits usual = SessionLimits.standard();
    return StandIn.settings(scenario, named, token, new NextHop("127.0.0.1", receiverPort))
        .withSessions(
            new SessionLimits(
                usual.sessions(),
                usual.messageBytes(),
                usual.recipients(),
                usual.mistakes(),
                usual.submissions(),
                usual.idle(),
                given.passing(usual.whole())));
  }

  private EngineSettings engine() throws IOException {
    try {
      return new EngineSettings(
          List.of(simulator.nameServer()), Certificates.parse(simulator.authorityPem()));
    } catch (CertificateException e) {
      throw new IOException("the simulator's certificate cannot be read", e);
    }
  }

  /**
   * Plays the scenario to its end.
   *
   * @param patience for all of it, for real
   * @return by how much what was due once a second was done late at worst, by this time: more than
   *     nothing where the machine has too much to do
   */
  Duration play(Duration patience) throws Exception {
    for (Duration at = Duration.ZERO; at.compareTo(scenario.length()) < 0; at = at.plusSeconds(1)) {
      Instant due = scenario.start().plus(at);
      given.scheduler().after(at, () -> look(due));
    }
    try (ExecutorService scraper = Executors.newSingleThreadExecutor()) {
      CompletableFuture<Void> played = new CompletableFuture<>();
      int last = (int) scenario.length().dividedBy(Judgement.STEP);
      for (int scrape = 0; scrape <= last; scrape++) {
        int number = scrape;
        given
            .scheduler()
            .after(
                Judgement.STEP.multipliedBy(number),
                () -> {
                  Future<?> _ = scraper.submit(() -> scrape(number, last, played));
                });
      }
      try (TimelinePlayer _ = simulator.play(scenario.timeline())) {
        given.begin();
        played.get(patience.toSeconds(), TimeUnit.SECONDS);
      }
    }
    return worst;
  }

  /** What was scraped. */
  MetricsHistory history() {
    return history;
  }

  private void look(Instant due) {
    Duration late = Duration.between(due, given.clock().wall());
    if (late.compareTo(worst) > 0) {
      worst = late;
    }
  }

  private void scrape(int number, int last, CompletableFuture<Void> played) {
    try {
      Instant due = scenario.start().plus(Judgement.STEP.multipliedBy(number));
      targets.forEach((node, target) -> target.scrape(node.metrics(), due));
      if (number == last) {
        played.complete(null);
      }
    } catch (RuntimeException e) {
      played.completeExceptionally(e);
    }
  }

  /** Ends time first: what is due no more does not meet what is closed. */
  @Override
  public void close() throws IOException {
    given.end();
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IOException("a world that cannot be closed", e);
      }
    }
  }
}
