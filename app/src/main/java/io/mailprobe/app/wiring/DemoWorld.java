package io.mailprobe.app.wiring;

import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.app.wiring.NodePlan.ProberPlan;
import io.mailprobe.app.world.Pace;
import io.mailprobe.app.world.RegionProbes;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.simulator.DemoOutage;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.frontend.SendingLimits;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Mailbox;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the demo probes: the simulator, and the routes of each region through and past it. */
final class DemoWorld implements AutoCloseable {

  private static final String STRUCK = "amer";

  /** A demo's minute is a day. */
  private static final Pace PACE =
      new Pace(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10),
          Duration.ofMinutes(20));

  private final List<Region> regions = List.of(Region.amer(), Region.emea(), Region.apac());
  private final java.nio.file.Path folder;
  private final TimeAndChance given;
  private final Keyring keys;
  private final String token;
  private @Nullable Simulator simulator;

  DemoWorld(java.nio.file.Path folder, TimeAndChance given) {
    this.folder = folder;
    this.given = given;
    SecureRandom secrets = new SecureRandom();
    byte[] secret = new byte[32];
    secrets.nextBytes(secret);
    this.keys = new Keyring(List.of(new StampKey("demo", secret)));
    byte[] bytes = new byte[1_536]; // 2 kB in base 64, as long as Entra's tokens are.
    secrets.nextBytes(bytes);
    this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  NodePlan plan(InetSocketAddress http) {
    ReceiverSettings receiver =
        new ReceiverSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "mx." + RegionProbes.PROBE_DOMAIN,
            List.of(RegionProbes.PROBE_DOMAIN),
            regions.stream().map(region -> probes(region, 0, 0).forwarded()).toList(),
            Optional.empty(),
            folder,
            Limits.DEFAULT);
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

  /** The outage, once the probers are planned. */
  DemoOutage outage() {
    return new DemoOutage(started(), given.scheduler(), STRUCK);
  }

  private Simulator started() {
    Simulator running = simulator;
    if (running == null) {
      throw new IllegalStateException("the simulator starts with the probers");
    }
    return running;
  }

  private List<ProberPlan> probers(int receiverPort, TokenEvents unused) throws IOException {
    List<RegionProbes> named =
        regions.stream().map(region -> probes(region, 0, receiverPort)).toList();
    List<Mailbox> mailboxes =
        named.stream().map(probes -> Mailbox.withToken(probes.mailbox(), token)).toList();
    Map<String, String> redirects =
        named.stream().collect(Collectors.toMap(RegionProbes::loop, RegionProbes::forwarded));
    NextHop receiver = new NextHop("127.0.0.1", receiverPort);
    Simulator starting =
        new Simulator(
            SimulatorSettings.standard(
                    mailboxes, redirects, Map.of(RegionProbes.PROBE_DOMAIN, receiver))
                .withSending(SendingLimits.generous()),
            given.clock(),
            given.scheduler(),
            given.random());
    starting.start();
    simulator = starting;
    EngineSettings engine = engine(starting);
    List<ProberPlan> plans = new ArrayList<>();
    for (Region region : regions) {
      RegionProbes probes = probes(region, starting.port(), receiverPort);
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

  private RegionProbes probes(Region region, int port, int receiverPort) {
    return new RegionProbes(
        region,
        PACE,
        new RegionProbes.Doors(port, port, receiverPort),
        () -> CompletableFuture.completedFuture(token));
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
  }
}
