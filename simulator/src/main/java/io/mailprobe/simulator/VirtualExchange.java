package io.mailprobe.simulator;

import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.dns.ZoneAnswer;
import io.mailprobe.simulator.entra.Entra;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.frontend.Edge;
import io.mailprobe.simulator.frontend.VirtualFrontEnd;
import io.mailprobe.simulator.frontend.VirtualFrontEnd.Client;
import io.mailprobe.simulator.frontend.VirtualFrontEnd.Connection;
import io.mailprobe.simulator.frontend.VirtualFrontEnd.Distance;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.queue.Sender;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.simulator.tls.CertificateAuthority;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.simulator.topology.Place;
import io.mailprobe.simulator.topology.Region;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The stand-in Exchange Online of a {@link Simulator} without sockets, threads and real time: its
 * front ends answer in memory, its queues deliver to a sender that is given, and all of it happens
 * in tasks of the scheduler. The same seed makes the same run.
 */
public final class VirtualExchange implements AutoCloseable {

  /** Where mail comes in from outside. */
  public static final int EXCHANGE_PORT = 25;

  /** Where mailboxes submit. */
  public static final int SUBMISSION_PORT = 587;

  /** How long a look-up of a name takes. */
  private static final Latency LOOK_UP = Latency.ofMillis(4, 0.4);

  private final List<Region> regions;
  private final Backend backend;
  private final Scheduler scheduler;
  private final SplittableRandom timing;
  private final Map<InetSocketAddress, VirtualFrontEnd> doors = new HashMap<>();
  private Zone zone;

  /**
   * One that lives from now on, as far as the scheduler lets it.
   *
   * @param scheduler runs all tasks on one thread, in the order in which they fall due
   * @param random what latencies and the choices of faults are drawn from; sessions have the same
   *     fates as those of a {@link Simulator} of the same seed
   * @param departures takes the mail that leaves the tenant
   */
  public VirtualExchange(
      SimulatorSettings settings,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random,
      Sender departures) {
    this.scheduler = scheduler;
    regions = settings.regions();
    backend =
        new Backend(
            settings,
            clock,
            scheduler,
            random,
            _ -> departures,
            () -> task -> soon(scheduler, task));
    zone = backend.zone();
    TlsSession tls =
        new TlsSession(
            "TLSv1.3",
            "TLS_AES_256_GCM_SHA384",
            Optional.of(CertificateAuthority.expiry(clock.wall())));
    for (MailPath path : List.of(MailPath.INBOUND, MailPath.OUTBOUND)) { // As a Simulator does.
      for (Edge edge : backend.edges()) {
        for (Place place : edge.region().places()) {
          open(edge, place.at(path), tls, random.nextLong());
        }
      }
    }
    timing = new SplittableRandom(random.nextLong());
    backend.start();
  }

  private void open(Edge edge, Place place, TlsSession tls, long seed) {
    VirtualFrontEnd door =
        new VirtualFrontEnd(
            edge,
            place,
            tls,
            Distance.near(),
            new SplittableRandom(seed),
            new SplittableRandom(~seed));
    doors.put(address(place), door);
  }

  private static void soon(Scheduler scheduler, Runnable task) {
    var _ = scheduler.after(Duration.ZERO, task);
  }

  private static InetSocketAddress address(Place place) {
    int port = place.path() == MailPath.INBOUND ? EXCHANGE_PORT : SUBMISSION_PORT;
    return new InetSocketAddress(InetAddress.ofLiteral(place.address()), port);
  }

  /** Tells in a while what a client in this region hears of the addresses of a host. */
  public void addresses(String region, String host, Consumer<ZoneAnswer<InetAddress>> told) {
    ask(region, host, current -> current.addresses(host), told);
  }

  /** Tells in a while what a client in this region hears of the mail servers of a domain. */
  public void mailServers(
      String region, String domain, Consumer<ZoneAnswer<ZoneAnswer.MailServer>> told) {
    ask(region, domain, current -> current.mailServers(domain), told);
  }

  private <T> void ask(
      String region,
      String name,
      Function<Zone, ZoneAnswer<T>> question,
      Consumer<ZoneAnswer<T>> told) {
    ZoneAnswer<T> answer =
        failure(region, name)
            .map(VirtualExchange::<T>failing)
            .orElseGet(() -> question.apply(zone));
    var _ = scheduler.after(LOOK_UP.sample(timing), () -> told.accept(answer));
  }

  /** A name of no region fails, as with a {@link Simulator}, where names fail in all regions. */
  private Optional<Fault.NameFailure> failure(String region, String name) {
    boolean elsewhere = regions.stream().noneMatch(each -> each.names().contains(name));
    boolean everywhere = regions.stream().noneMatch(each -> failures(each.name()).isEmpty());
    return elsewhere && !everywhere ? Optional.empty() : failures(region).stream().findFirst();
  }

  private List<Fault.NameFailure> failures(String region) {
    return faults().around(region, Fault.NameFailure.class);
  }

  private static <T> ZoneAnswer<T> failing(Fault.NameFailure failure) {
    return failure.silent() ? new ZoneAnswer.Silence<>() : new ZoneAnswer.ServerFailure<>();
  }

  /** A client asks for a connection; where nothing listens it is told so in a while. */
  public Connection connect(String clientAddress, InetSocketAddress address, Client client) {
    VirtualFrontEnd door = doors.get(address);
    if (door != null) {
      return door.connect(clientAddress, client);
    }
    var _ =
        scheduler.after(
            Distance.near().roundTrip().sample(timing),
            () -> client.unreachable("connection refused"));
    return Nobody.INSTANCE;
  }

  /** What the names are, to add to and to break. */
  public Zone zone() {
    return zone;
  }

  /** Knows these names from now on. */
  public void serve(Zone next) {
    zone = next;
  }

  /** Where faults are switched on and off. */
  public FaultBoard faults() {
    return backend.faults();
  }

  /** Plays a timeline from now on; closing it ends its faults. */
  public TimelinePlayer play(Timeline timeline) {
    return backend.play(timeline);
  }

  /** The settings of the tenant, to break and to mend. */
  public TenantSettings tenantSettings() {
    return backend.tenantSettings();
  }

  /** The tenant's directory. */
  public Entra entra() {
    return backend.entra();
  }

  /** What each region did so far. */
  public List<RegionStats> stats() {
    return backend.stats();
  }

  /** Forgets what is queued. */
  @Override
  public void close() {
    backend.close();
  }

  /** The end of a connection that does not come about. */
  private enum Nobody implements Connection {
    INSTANCE;

    @Override
    public void say(String text) {}

    @Override
    public void startTls(String serverName, List<X509Certificate> certificates) {}

    @Override
    public void close() {}
  }
}
