package io.mailprobe.simulator;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.dns.DnsServer;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.entra.Entra;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.frontend.Allowance;
import io.mailprobe.simulator.frontend.Customer;
import io.mailprobe.simulator.frontend.Edge;
import io.mailprobe.simulator.frontend.FrontEndServer;
import io.mailprobe.simulator.frontend.Submissions;
import io.mailprobe.simulator.graph.ServiceHealth;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.Sender;
import io.mailprobe.simulator.queue.TransportQueue;
import io.mailprobe.simulator.report.ReportWriter;
import io.mailprobe.simulator.sender.OutboundSender;
import io.mailprobe.simulator.server.Servers;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.simulator.stats.Tally;
import io.mailprobe.simulator.tls.CertificateAuthority;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Place;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.simulator.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A stand-in Exchange Online on loopback addresses: front ends that take mail, a queue in each
 * region, senders that deliver it, a name server, and faults. Started once, closed once.
 */
public final class Simulator implements AutoCloseable {

  private static final Duration SENDER_TIMEOUT = Duration.ofSeconds(60);
  private static final String WEB_ADDRESS = "127.0.0.1";
  private static final String NO_FORWARDING =
      "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please"
          + " contact your administrator for further assistance. AS(7555)";
  private static final Duration NAMES_LIVE = Duration.ofSeconds(5);

  private final SimulatorSettings settings;
  private final Clock clock;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final FaultBoard faults = new FaultBoard();
  private final List<Tally> tallies = new ArrayList<>();
  private final List<FrontEndAddress> frontEnds = new ArrayList<>();
  private final List<FrontEndAddress> submissions = new ArrayList<>();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final CertificateAuthority authority;
  private final TenantSettings tenantSettings = new TenantSettings();
  private final Entra entra;
  private final ServiceHealth serviceHealth;
  private final WebServer web;
  private final DnsServer names;

  /**
   * A simulator that does nothing yet.
   *
   * @param random what latencies and the choices of faults are drawn from; the same seed gives each
   *     front end's sessions the same fates
   */
  public Simulator(
      SimulatorSettings settings, Clock clock, Scheduler scheduler, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.scheduler = scheduler;
    this.random = random;
    this.authority = CertificateAuthority.create(clock.wall());
    this.entra = new Entra(settings.entra(), tenantSettings, clock);
    this.serviceHealth = new ServiceHealth(entra, tenantSettings, clock);
    this.web =
        new WebServer(
            authority.serverContext(List.of("localhost"), WEB_ADDRESS),
            List.of(entra, serviceHealth),
            scheduler);
    this.names = new DnsServer(zone(settings));
  }

  /** Takes connections and answers for names from now on. */
  public synchronized void start() throws IOException {
    names.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    parts.add(names);
    List<Place> places = settings.regions().stream().flatMap(r -> r.places().stream()).toList();
    Iterator<ServerSocket> exchange;
    Iterator<ServerSocket> submission;
    try {
      exchange = open(places, settings.port()).iterator();
      submission = open(places, 0).iterator();
    } catch (IOException e) {
      close();
      throw e;
    }
    web.start(new InetSocketAddress(InetAddress.ofLiteral(WEB_ADDRESS), 0));
    parts.add(web);
    Customer customer =
        new Customer(
            settings.tenant(),
            tenantSettings,
            this::opens,
            new Submissions(settings.sessions().submissions()),
            new Allowance(settings.sending(), clock));
    List<Edge> edges = new ArrayList<>();
    for (Region region : settings.regions()) {
      Tally tally = new Tally(region.name());
      tallies.add(tally);
      TransportQueue queue = queue(region, tally);
      parts.add(queue);
      Edge edge =
          new Edge(customer, region, settings.sessions(), faults, queue, tally, clock, scheduler);
      edges.add(edge);
      for (Place place : region.places()) {
        frontEnds.add(listen(edge, place, exchange.next()));
      }
    }
    for (Edge edge : edges) {
      for (Place place : edge.region().places()) {
        submissions.add(listen(edge, place.at(MailPath.OUTBOUND), submission.next()));
      }
    }
  }

  /** Sockets that are closed with the simulator, also where it does not come to listen on them. */
  private List<ServerSocket> open(List<Place> places, int port) throws IOException {
    List<ServerSocket> sockets = Listeners.open(places, port);
    parts.addAll(sockets);
    return sockets;
  }

  private TransportQueue queue(Region region, Tally tally) {
    Sender outbound = new OutboundSender(region, settings.nextHops(), SENDER_TIMEOUT);
    Sender sender =
        (message, released, attempt) -> {
          if (settings.tenant().owns(message.recipient())) {
            return new Sender.Result.Delivered(); // Into a mailbox here, which nobody reads.
          }
          return mayLeave(message)
              ? outbound.send(message, released, attempt)
              : new Sender.Result.Forbidden(NO_FORWARDING);
        };
    TransportQueue.Policy policy =
        new TransportQueue.Policy(
            region.latency(),
            settings.retries(),
            settings.capacity(),
            new ReportWriter(region.tenantDomain(), settings.nextHops()));
    Servers servers =
        new Servers(
            region.places(),
            settings.servers(),
            faults,
            clock,
            scheduler,
            new SplittableRandom(random.nextLong()));
    servers.start();
    parts.add(servers);
    TransportQueue.World world = new TransportQueue.World(clock, scheduler, faults, servers);
    return new TransportQueue(world, policy, sender, tally);
  }

  /** What a mailbox forwards leaves the tenant only where a policy allows that. */
  private boolean mayLeave(QueuedMessage message) {
    boolean forwarded = message.redirectedFrom().flatMap(settings.tenant()::forward).isPresent();
    return !forwarded || !tenantSettings.isBroken(TenantSetting.AUTO_FORWARD);
  }

  private boolean opens(Mailbox mailbox, String token) {
    return !tenantSettings.isBroken(TenantSetting.MAILBOX_PERMISSION)
        && (mailbox.tokens().contains(token)
            || entra
                .verify(token, EntraSettings.MAIL)
                .filter(grant -> mailbox.applications().contains(grant.client()))
                .isPresent());
  }

  private FrontEndAddress listen(Edge edge, Place place, ServerSocket socket) {
    Region region = edge.region();
    List<String> hosts =
        List.of(
            region.submissionHost(),
            region.highVolumeHost(),
            region.mailExchanger(),
            place.bannerName());
    SSLContext tls = authority.serverContext(hosts, place.address());
    RandomGenerator own = new SplittableRandom(random.nextLong());
    FrontEndServer server = new FrontEndServer(edge, place, socket, tls, own);
    parts.add(server);
    server.start();
    return new FrontEndAddress(place, (InetSocketAddress) socket.getLocalSocketAddress());
  }

  /** The names of the regions and of the domains that mail leaves for. */
  private static Zone zone(SimulatorSettings settings) {
    Zone zone = Zone.empty(NAMES_LIVE);
    for (Region region : settings.regions()) {
      String[] addresses = region.addresses().toArray(String[]::new);
      zone =
          zone.address(region.submissionHost(), addresses)
              .address(region.highVolumeHost(), addresses)
              .address(region.mailExchanger(), addresses)
              .mx(region.tenantDomain(), 10, region.mailExchanger());
    }
    for (String domain : settings.nextHops().keySet()) {
      String host = settings.nextHops().get(domain).host();
      if (host.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
        zone = zone.address("mx." + domain, host).mx(domain, 10, "mx." + domain);
      }
    }
    return zone;
  }

  /** The port of all front ends, where the internet hands mail in. */
  public int port() {
    return frontEnds().getFirst().address().getPort();
  }

  /**
   * Their port for submission, on the same addresses. Mailboxes may submit at the other one, too;
   * but what strikes one path alone is told by the port.
   */
  public synchronized int submissionPort() {
    return submissions.getFirst().address().getPort();
  }

  /** The front ends where the internet hands mail in, in the order of the settings. */
  public synchronized List<FrontEndAddress> frontEnds() {
    return List.copyOf(frontEnds);
  }

  /** The name server that knows the regions' names. */
  public InetSocketAddress nameServer() {
    return names.address();
  }

  /** The names of the tenant and of the domains that mail leaves for, to add to and to break. */
  public DnsServer names() {
    return names;
  }

  /** The certificate, in PEM, of the authority that issued the front ends' certificates. */
  public String authorityPem() {
    return authority.pem();
  }

  /** The settings of the tenant, to break and to mend. */
  public TenantSettings tenantSettings() {
    return tenantSettings;
  }

  /** The tenant's directory. */
  public Entra entra() {
    return entra;
  }

  /** What Microsoft tells of its own health; the same server as that of the sign-in service. */
  public ServiceHealth serviceHealth() {
    return serviceHealth;
  }

  /** The server of the sign-in service, to strike with faults. */
  public WebServer web() {
    return web;
  }

  /** Where the sign-in service is: an authority, without the tenant. */
  public URI signInAddress() {
    return URI.create("https://" + WEB_ADDRESS + ":" + web.address().getPort());
  }

  /** Where faults are switched on and off. */
  public FaultBoard faults() {
    return faults;
  }

  /** Plays a timeline from now on; closing it ends its faults. */
  public TimelinePlayer play(Timeline timeline) {
    TimelinePlayer player = new TimelinePlayer(faults, scheduler, timeline);
    player.start();
    return player;
  }

  /** What each region did so far. */
  public synchronized List<RegionStats> stats() {
    return tallies.stream().map(Tally::stats).toList();
  }

  /** What one region did so far. */
  public RegionStats stats(String region) {
    Stream<RegionStats> named = stats().stream().filter(stats -> stats.region().equals(region));
    return named.findFirst().orElseThrow(() -> new IllegalArgumentException("no " + region));
  }

  /** Breaks off all sessions and deliveries and forgets what is queued. */
  @Override
  public synchronized void close() {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) { // AutoCloseable declares no less; none of the parts throws.
        throw new IllegalStateException(e);
      }
    }
    parts.clear();
  }
}
