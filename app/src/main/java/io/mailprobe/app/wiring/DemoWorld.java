package io.mailprobe.app.wiring;

import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.app.wiring.NodePlan.ProberPlan;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.restraint.MailboxLimits;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Depth;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
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

  private static final String PROBE_DOMAIN = "probe.example";
  private static final String STRUCK = "amer";
  private static final Duration CADENCE = Duration.ofSeconds(5);
  private static final Duration CONTROL_CADENCE = Duration.ofSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Duration GIVE_UP = Duration.ofMinutes(10);
  private static final Duration LOSS = Duration.ofMinutes(20);
  private static final int MAX_IN_FLIGHT = 500;
  private static final int MOST_FRONT_ENDS = 10;
  private static final Deadlines DEADLINES =
      new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(30));

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
            "mx." + PROBE_DOMAIN,
            List.of(PROBE_DOMAIN),
            regions.stream().map(DemoWorld::forwarded).toList(),
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
    List<Mailbox> mailboxes =
        regions.stream().map(region -> Mailbox.withToken(mailbox(region), token)).toList();
    Map<String, String> redirects =
        regions.stream().collect(Collectors.toMap(DemoWorld::loop, DemoWorld::forwarded));
    NextHop receiver = new NextHop("127.0.0.1", receiverPort);
    Simulator starting =
        new Simulator(
            SimulatorSettings.standard(mailboxes, redirects, Map.of(PROBE_DOMAIN, receiver))
                .withSending(SendingLimits.generous()), // A demo's minute is a day.
            given.clock(),
            given.scheduler(),
            given.random());
    starting.start();
    simulator = starting;
    EngineSettings engine = engine(starting);
    List<ProberPlan> plans = new ArrayList<>();
    for (Region region : regions) {
      List<Route> routes =
          List.of(
              outbound(region, starting.port()),
              inbound(region, starting.port()),
              control(region, receiverPort));
      plans.add(
          new ProberPlan(
              StoreAddress.folder(folder.resolve(region.name())),
              Retention.DEFAULT,
              routes,
              List.of(canary(region, starting.port())),
              engine));
    }
    return plans;
  }

  private static EngineSettings engine(Simulator simulator) throws IOException {
    try {
      return new EngineSettings(
          List.of(simulator.nameServer()), Certificates.parse(simulator.authorityPem()));
    } catch (CertificateException e) {
      throw new IOException("the simulator's certificate cannot be read", e);
    }
  }

  private Route outbound(Region region, int port) {
    Auth auth = new Auth.XOAuth2(mailbox(region), () -> CompletableFuture.completedFuture(token));
    Delivery delivery =
        delivery(region, new Target.Host(region.submissionHost(), port), TlsMode.STARTTLS, auth);
    return route(
        region,
        Path.OUTBOUND,
        CADENCE,
        mailbox(region),
        new Recipient.TokenAt(PROBE_DOMAIN),
        delivery);
  }

  private Route inbound(Region region, int port) {
    Target target = new Target.Mx(region.tenantDomain(), port);
    return route(
        region,
        Path.INBOUND,
        CADENCE,
        "bounces@" + PROBE_DOMAIN,
        new Recipient.Fixed(loop(region)),
        delivery(region, target, TlsMode.OPPORTUNISTIC, new Auth.None()));
  }

  private static Canary canary(Region region, int port) {
    Target target = new Target.Mx(region.tenantDomain(), port);
    return new Canary(
        "inbound", // It visits where that route hands in, and stands with it.
        region.name(),
        Path.INBOUND,
        delivery(region, target, TlsMode.OPPORTUNISTIC, new Auth.None()),
        new Depth.StartTls(),
        CADENCE,
        MOST_FRONT_ENDS,
        false);
  }

  private Route control(Region region, int receiverPort) {
    Target target = new Target.Mx(PROBE_DOMAIN, receiverPort);
    return route(
        region,
        Path.CONTROL,
        CONTROL_CADENCE,
        "control@" + PROBE_DOMAIN,
        new Recipient.TokenAt(PROBE_DOMAIN),
        delivery(region, target, TlsMode.OPPORTUNISTIC, new Auth.None()));
  }

  private static Delivery delivery(Region region, Target target, TlsMode tls, Auth auth) {
    return new Delivery(target, tls, auth, region.name() + "." + PROBE_DOMAIN, DEADLINES);
  }

  private static Route route(
      Region region, Path path, Duration every, String from, Recipient to, Delivery delivery) {
    return new Route(
        path.label(),
        region.name(),
        region.name() + "-demo",
        path,
        every,
        DEADLINE,
        GIVE_UP,
        LOSS,
        MAX_IN_FLIGHT,
        from,
        to,
        delivery,
        MailboxLimits.NONE); // The stand-in takes more than a real mailbox.
  }

  private static String mailbox(Region region) {
    return "probe@" + region.tenantDomain();
  }

  private static String loop(Region region) {
    return "loop@" + region.tenantDomain();
  }

  private static String forwarded(Region region) {
    return "loop-" + region.name() + "@" + PROBE_DOMAIN;
  }

  @Override
  public void close() {
    if (simulator != null) {
      simulator.close();
    }
  }
}
