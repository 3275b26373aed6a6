package io.mailprobe.simulator;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.entra.Entra;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.frontend.Allowance;
import io.mailprobe.simulator.frontend.Customer;
import io.mailprobe.simulator.frontend.Edge;
import io.mailprobe.simulator.frontend.Submissions;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.Sender;
import io.mailprobe.simulator.queue.TransportQueue;
import io.mailprobe.simulator.report.ReportWriter;
import io.mailprobe.simulator.server.Servers;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.simulator.stats.Tally;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What is behind the front ends of a stand-in Exchange Online, whatever carries its sessions and
 * its mail: the tenant with its directory, a queue and a tally for each region, and the faults.
 */
final class Backend implements AutoCloseable {

  private static final String NO_FORWARDING =
      "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please"
          + " contact your administrator for further assistance. AS(7555)";
  private static final Duration NAMES_LIVE = Duration.ofSeconds(5);

  private final SimulatorSettings settings;
  private final Clock clock;
  private final Scheduler scheduler;
  private final FaultBoard faults = new FaultBoard();
  private final TenantSettings tenantSettings = new TenantSettings();
  private final Entra entra;
  private final List<Edge> edges = new ArrayList<>();

  /**
   * @param random what the mail of others is drawn from
   * @param outbound takes a region's mail to where it goes outside the tenant
   * @param deliveries where each queue's deliveries run
   */
  Backend(
      SimulatorSettings settings,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random,
      Function<Region, Sender> outbound,
      Supplier<Executor> deliveries) {
    this.settings = settings;
    this.clock = clock;
    this.scheduler = scheduler;
    entra = new Entra(settings.entra(), tenantSettings, clock);
    Customer customer =
        new Customer(
            settings.tenant(),
            tenantSettings,
            this::opens,
            new Submissions(settings.sessions().submissions()),
            new Allowance(settings.sending(), clock));
    for (Region region : settings.regions()) {
      Tally tally = new Tally(region.name());
      Servers servers =
          new Servers(
              region.places(),
              settings.servers(),
              faults,
              clock,
              scheduler,
              new SplittableRandom(random.nextLong()));
      TransportQueue queue =
          queue(region, servers, tally, outbound.apply(region), deliveries.get());
      edges.add(
          new Edge(customer, region, settings.sessions(), faults, queue, tally, clock, scheduler));
    }
  }

  private TransportQueue queue(
      Region region, Servers servers, Tally tally, Sender outbound, Executor deliveries) {
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
    TransportQueue.World world = new TransportQueue.World(clock, scheduler, faults, servers);
    return new TransportQueue(world, policy, sender, tally, deliveries);
  }

  /** Lets the mail of others come from now on. */
  void start() {
    edges.forEach(edge -> edge.queue().servers().start());
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

  /** The names of the regions and of the domains that mail leaves for. */
  Zone zone() {
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

  /** What the front ends of each region share, in the order of the settings. */
  List<Edge> edges() {
    return edges;
  }

  FaultBoard faults() {
    return faults;
  }

  TenantSettings tenantSettings() {
    return tenantSettings;
  }

  Entra entra() {
    return entra;
  }

  /** Plays a timeline from now on; closing it ends its faults. */
  TimelinePlayer play(Timeline timeline) {
    TimelinePlayer player = new TimelinePlayer(faults, scheduler, timeline);
    player.start();
    return player;
  }

  /** What each region did so far. */
  List<RegionStats> stats() {
    return edges.stream().map(edge -> edge.tally().stats()).toList();
  }

  /** Forgets what is queued and breaks off what is on its way. */
  @Override
  public void close() {
    for (Edge edge : edges) {
      edge.queue().servers().close();
      edge.queue().close();
    }
  }
}
