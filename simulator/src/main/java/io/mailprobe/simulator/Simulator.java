package io.mailprobe.simulator;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.dns.DnsServer;
import io.mailprobe.simulator.entra.Entra;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.frontend.Edge;
import io.mailprobe.simulator.frontend.FrontEndServer;
import io.mailprobe.simulator.graph.ServiceHealth;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.sender.OutboundSender;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.simulator.tls.CertificateAuthority;
import io.mailprobe.simulator.topology.MailPath;
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
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
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
  private final SimulatorSettings settings;
  private final RandomGenerator random;
  private final Backend backend;
  private final List<FrontEndAddress> frontEnds = new ArrayList<>();
  private final List<FrontEndAddress> submissions = new ArrayList<>();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final CertificateAuthority authority;
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
    this.random = random;
    this.backend =
        new Backend(
            settings,
            clock,
            scheduler,
            random,
            region -> new OutboundSender(region, settings.nextHops(), SENDER_TIMEOUT),
            Simulator::deliveries);
    this.authority = CertificateAuthority.create(clock.wall());
    this.serviceHealth = new ServiceHealth(backend.entra(), backend.tenantSettings(), clock);
    this.web =
        new WebServer(
            authority.serverContext(List.of("localhost"), WEB_ADDRESS),
            List.of(backend.entra(), serviceHealth),
            scheduler);
    this.names = new DnsServer(backend.zone());
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
    new WorldFaults(faults(), settings.regions(), names, web, tenantSettings()).start();
    parts.add(backend);
    backend.start();
    for (Edge edge : backend.edges()) {
      for (Place place : edge.region().places()) {
        frontEnds.add(listen(edge, place, exchange.next()));
      }
    }
    for (Edge edge : backend.edges()) {
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

  /** A virtual thread for each delivery of a queue. */
  private static Executor deliveries() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sender-", 0).factory());
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
    return backend.tenantSettings();
  }

  /** The tenant's directory. */
  public Entra entra() {
    return backend.entra();
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
    return backend.faults();
  }

  /** Plays a timeline from now on; closing it ends its faults. */
  public TimelinePlayer play(Timeline timeline) {
    return backend.play(timeline);
  }

  /** What each region did so far. */
  public List<RegionStats> stats() {
    return backend.stats();
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
