package io.mailprobe.app.replay;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.time.VirtualTime;
import io.mailprobe.app.world.HostClock;
import io.mailprobe.app.world.RegionProbes;
import io.mailprobe.app.world.RegionProbes.Doors;
import io.mailprobe.app.world.StandIn;
import io.mailprobe.app.world.StandInTokens;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.canary.CanaryEvents;
import io.mailprobe.prober.compose.Composer;
import io.mailprobe.prober.submit.InMemoryServers;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.simulator.VirtualExchange;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.queue.Sender;
import io.mailprobe.simulator.scenario.Probing;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.sender.Departure;
import io.mailprobe.simulator.topology.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * All of a scenario on a clock of its own: Exchange Online's stand-in, our receiver, and a prober
 * in each region, each a process as {@code run} makes it, with nothing between them but calls. One
 * thread does all of it, so that the same seed makes the same run.
 */
final class VirtualWorld implements AutoCloseable {

  private static final CompletableFuture<String> NO_TOKEN = new CompletableFuture<>();
  private static final Duration CERTIFICATE_LIFE = Duration.ofDays(90);

  private final Scenario scenario;
  private final VirtualTime time;
  private final SplittableRandom random;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<RegionSite> regions = new ArrayList<>();
  private final ReceiverSite receiver;
  private final VirtualExchange exchange;

  /** What a region's process has before there is anything to probe. */
  private record Host(RegionProbes probes, HostClock clock, Metrics metrics) {}

  /**
   * A world that stands still at the beginning of its scenario.
   *
   * @param seed what all chances are drawn from
   * @param folder for ledgers and journal
   * @param followed whether each probe is looked at again when it changes
   * @param canaries hears of their sessions, beside the metrics
   */
  VirtualWorld(
      Scenario scenario,
      Probing probing,
      long seed,
      Path folder,
      Build build,
      boolean followed,
      CanaryEvents canaries)
      throws IOException {
    this.scenario = scenario;
    time = new VirtualTime(scenario.start());
    random = new SplittableRandom(seed);
    Keyring keys = new Keyring(List.of(new StampKey("replay", bytes(32))));
    String token = HexFormat.of().formatHex(bytes(1_024)); // Of a real one's length.
    Blame blame = new Blame(RuleFile.classifier(List.of()));
    Instant certificateEnd = scenario.start().plus(CERTIFICATE_LIFE);
    List<Host> hosts = new ArrayList<>();
    for (Region region : scenario.regions()) {
      HostClock clock = new HostClock(time);
      Metrics metrics = Metrics.imagined(clock, build, blame);
      TokenSource tokens =
          StandInTokens.of(
              region.name(), token, this::faults, clock, time, metrics.tokens(region.name()));
      hosts.add(new Host(probes(region, probing, tokens), clock, metrics));
    }
    List<RegionProbes> probed = hosts.stream().map(Host::probes).toList();
    List<String> forwarded = probed.stream().map(RegionProbes::forwarded).toList();
    Metrics receiving = Metrics.imagined(time, build, blame);
    receiving.receiverCertificate(() -> certificateEnd);
    receiver =
        ReceiverSite.open(
            forwarded, keys, receiving, folder.resolve("receiver"), time, time, random.split());
    open.add(receiver);
    exchange =
        new VirtualExchange(
            StandIn.settings(scenario, probed, token, ReceiverSite.nextHop()),
            time,
            time,
            random.split(),
            leaving());
    open.add(exchange);
    Composer composer =
        new Composer(
            new StampCodec(keys, Duration.ZERO),
            new RecipientToken(keys),
            List.of(RegionProbes.PROBE_DOMAIN));
    for (Host host : hosts) {
      String name = host.probes().region().name();
      String peer = "127.0.21." + (regions.size() + 1);
      InMemoryServers servers =
          new WithReceiver(
              new VirtualServers(exchange, name, peer), receiver, peer, time, certificateEnd);
      RegionSite site =
          new RegionSite(
              host.probes(),
              new RegionSite.Parts(host.clock(), time, random.split(), blame, composer, followed),
              host.metrics(),
              servers,
              receiver,
              canaries,
              ledgerFolder(folder, name));
      open.add(site);
      regions.add(site);
    }
  }

  /** The routes that its probers have. */
  static List<Route> routes(Scenario scenario, Probing probing) {
    return scenario.regions().stream()
        .flatMap(region -> probes(region, probing, () -> NO_TOKEN).routes().stream())
        .toList();
  }

  private static RegionProbes probes(Region region, Probing probing, TokenSource tokens) {
    return new RegionProbes(
        region,
        probing,
        new Doors(
            VirtualExchange.SUBMISSION_PORT,
            VirtualExchange.EXCHANGE_PORT,
            ReceiverSite.ADDRESS.getPort()),
        tokens);
  }

  /** Where a region's ledger is. */
  static Path ledgerFolder(Path folder, String region) {
    return folder.resolve(region);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private Sender leaving() {
    return (message, released, _) -> receiver.deliver(message, Departure.text(message, released));
  }

  private FaultBoard faults() {
    return exchange.faults();
  }

  /** Everybody begins, and the scenario with them. */
  void start() throws IOException {
    faults().onChange(this::follow);
    for (RegionSite region : regions) {
      region.start();
    }
    var _ = exchange.play(scenario.timeline());
  }

  /** Receiver and hosts are ours, and the exchange's faults cannot reach them. */
  private void follow() {
    receiver.setDown(
        regions.stream()
            .anyMatch(
                region -> !faults().around(region.name(), Fault.ReceiverDown.class).isEmpty()));
    for (RegionSite region : regions) {
      region
          .clock()
          .set(
              faults().around(region.name(), Fault.ClockJump.class).stream()
                  .findFirst()
                  .map(Fault.ClockJump::ahead)
                  .orElse(Duration.ZERO));
    }
  }

  /** Lets time pass, up to this instant. */
  void passUntil(Instant instant) {
    time.passUntil(instant);
  }

  List<RegionSite> regions() {
    return regions;
  }

  ReceiverSite receiver() {
    return receiver;
  }

  @Override
  public void close() {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("a world is closed without a network", e);
      }
    }
  }
}
