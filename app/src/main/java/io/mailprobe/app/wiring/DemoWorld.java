package io.mailprobe.app.wiring;

import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.app.wiring.NodePlan.ProberPlan;
import io.mailprobe.app.world.HostClock;
import io.mailprobe.app.world.RegionProbes;
import io.mailprobe.app.world.StandIn;
import io.mailprobe.app.world.StandInTokens;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.frontend.SessionLimits;
import io.mailprobe.simulator.scenario.Probing;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.store.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the demo probes: the simulator with a scenario's regions, and the routes of each of them
 * through and past it.
 */
final class DemoWorld implements DemoPlay.World, AutoCloseable {

  /** More sessions a second than this are no pleasure to the machine, however hurried time is. */
  private static final Duration FASTEST = Duration.ofSeconds(1);

  private final Scenario scenario;
  private final java.nio.file.Path folder;
  private final TimeAndChance time;
  private final HostClock clock;
  private final Keyring keys;
  private final String token;
  private @Nullable Simulator simulator;
  private @Nullable ReceiverGate gate;

  /**
   * A world of a scenario that does nothing yet.
   *
   * @param time how it passes; the probers' clock may be set to another
   */
  DemoWorld(Scenario scenario, java.nio.file.Path folder, TimeAndChance time) {
    this.scenario = scenario;
    this.folder = folder;
    this.time = time;
    this.clock = new HostClock(time.clock());
    SecureRandom secrets = new SecureRandom();
    byte[] secret = new byte[32];
    secrets.nextBytes(secret);
    this.keys = new Keyring(List.of(new StampKey("demo", secret)));
    byte[] bytes = new byte[1_536]; // 2 kB in base 64, as long as Entra's tokens are.
    secrets.nextBytes(bytes);
    this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Time and chance of the probers' host. */
  TimeAndChance host() {
    return new TimeAndChance(clock, time.scheduler(), time.random());
  }

  NodePlan plan(InetSocketAddress http) {
    ReceiverSettings receiver =
        new ReceiverSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "mx." + RegionProbes.PROBE_DOMAIN,
            List.of(RegionProbes.PROBE_DOMAIN),
            scenario.regions().stream()
                .map(region -> probes(region, new RegionProbes.Doors(0, 0, 0), TokenEvents.UNHEARD))
                .map(RegionProbes::forwarded)
                .toList(),
            Optional.empty(),
            folder,
            limits());
    return new NodePlan(
        "demo",
        keys,
        new HttpSettings(http, Optional.empty(), Optional.empty()),
        Optional.of(receiver),
        this::probers,
        List.of(),
        RuleFile.classifier(List.of()),
        Optional.empty());
  }

  /** The simulator, once the probers are planned. */
  @Override
  public Simulator simulator() {
    Simulator running = simulator;
    if (running == null) {
      throw new IllegalStateException("the simulator starts with the probers");
    }
    return running;
  }

  /** The probers' clock. */
  @Override
  public HostClock clock() {
    return clock;
  }

  /** The way to the receiver, once the probers are planned. */
  @Override
  public ReceiverGate gate() {
    ReceiverGate standing = gate;
    if (standing == null) {
      throw new IllegalStateException("the gate stands with the probers");
    }
    return standing;
  }

  private List<ProberPlan> probers(int receiverPort, TokenEvents unused) throws IOException {
    ReceiverGate standing = new ReceiverGate(receiverPort);
    gate = standing;
    RegionProbes.Doors unknown = new RegionProbes.Doors(0, 0, standing.port());
    List<RegionProbes> named =
        scenario.regions().stream()
            .map(region -> probes(region, unknown, TokenEvents.UNHEARD))
            .toList();
    Simulator starting =
        new Simulator(
            StandIn.settings(scenario, named, token, new NextHop("127.0.0.1", standing.port()))
                .withSessions(sessions()),
            time.clock(),
            time.scheduler(),
            time.random());
    starting.start();
    simulator = starting;
    EngineSettings engine = engine(starting);
    RegionProbes.Doors doors =
        new RegionProbes.Doors(starting.submissionPort(), starting.port(), standing.port());
    List<ProberPlan> plans = new ArrayList<>();
    for (Region region : scenario.regions()) {
      // A process counts tokens under one region, and here are several.
      RegionProbes probes = probes(region, doors, TokenEvents.UNHEARD);
      plans.add(
          new ProberPlan(
              StoreAddress.folder(folder.resolve(region.name())),
              Retention.DEFAULT,
              probes.routes(),
              List.of(probes.canary()),
              engine));
    }
    return plans;
  }

  private RegionProbes probes(Region region, RegionProbes.Doors doors, TokenEvents events) {
    TokenSource tokens =
        StandInTokens.of(
            region.name(),
            token,
            () -> simulator().faults(),
            time.clock(),
            time.scheduler(),
            events);
    Deadlines usual = RegionProbes.USUAL;
    Deadlines real = new Deadlines(time.passing(usual.phase()), time.passing(usual.session()));
    return new RegionProbes(region, probing(), doors, tokens, real);
  }

  /** What the receiver grants its peers is real time: they are processes and sockets. */
  private Limits limits() {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        usual.connections(),
        usual.connectionsPerPeer(),
        usual.messageBytes(),
        usual.recipients(),
        usual.badCommands(),
        usual.refusals(),
        time.passing(usual.idle()),
        time.passing(usual.session()));
  }

  /** The same of the front ends, which keep time without a word by their sockets. */
  private SessionLimits sessions() {
    SessionLimits usual = SessionLimits.standard();
    return new SessionLimits(
        usual.sessions(),
        usual.messageBytes(),
        usual.recipients(),
        usual.mistakes(),
        usual.submissions(),
        usual.idle(),
        time.passing(usual.whole()));
  }

  /** As the scenario says, but never more often than the machine can do with. */
  private Probing probing() {
    Probing asked = scenario.probing();
    Duration least = time.passing(FASTEST);
    return new Probing(
        longer(asked.probes(), least),
        longer(asked.control(), least),
        longer(asked.canaries(), least),
        asked.deadline(),
        asked.giveUp(),
        asked.loss());
  }

  private static Duration longer(Duration one, Duration other) {
    return List.of(one, other).stream().max(Comparator.naturalOrder()).orElse(one);
  }

  private static EngineSettings engine(Simulator simulator) throws IOException {
    try {
      return new EngineSettings(
          List.of(simulator.nameServer()), Certificates.parse(simulator.authorityPem()));
    } catch (CertificateException e) {
      throw new IOException("the simulator's certificate cannot be read", e);
    }
  }

  @Override
  public void close() {
    if (simulator != null) {
      simulator.close();
    }
    if (gate != null) {
      gate.close();
    }
  }
}
