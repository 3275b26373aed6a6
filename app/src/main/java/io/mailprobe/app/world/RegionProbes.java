package io.mailprobe.app.world;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.restraint.MailboxLimits;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Depth;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.simulator.scenario.Probing;
import io.mailprobe.simulator.topology.Region;
import java.time.Duration;
import java.util.List;

/**
 * The routes and the canary of one region of a stand-in: out of a mailbox of its tenant, in by its
 * MX and back by a mail flow rule, and past it to the receiver.
 *
 * @param region the region
 * @param probing how often, and what is expected of a probe
 * @param doors where mail is handed in
 * @param tokens what the mailbox is opened with
 * @param deadlines how long sessions may take
 */
public record RegionProbes(
    Region region, Probing probing, Doors doors, TokenSource tokens, Deadlines deadlines) {

  /** How long sessions may take by a clock that is not hurried. */
  public static final Deadlines USUAL =
      new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(30));

  /** The domain of the receiver. */
  public static final String PROBE_DOMAIN = "probe.example";

  private static final int MAX_IN_FLIGHT = 5_000;
  private static final int MOST_FRONT_ENDS = 10;

  /**
   * The TCP ports that mail is handed in at.
   *
   * @param submission of the host for client submission
   * @param exchange of the mail exchangers
   * @param receiver of our receiver
   */
  public record Doors(int submission, int exchange, int receiver) {}

  /** Of sessions that may take as long as usual. */
  public RegionProbes(Region region, Probing probing, Doors doors, TokenSource tokens) {
    this(region, probing, doors, tokens, USUAL);
  }

  /** The routes: outbound, inbound and control. */
  public List<Route> routes() {
    return List.of(outbound(), inbound(), control());
  }

  /** The canary, which visits where the inbound route hands in, and stands with it. */
  public Canary canary() {
    return new Canary(
        Path.INBOUND.label(),
        region.name(),
        Path.INBOUND,
        delivery(exchangers(), TlsMode.OPPORTUNISTIC, new Auth.None()),
        new Depth.StartTls(),
        probing.canaries(),
        MOST_FRONT_ENDS,
        false);
  }

  /** The name of the region's prober. */
  public String prober() {
    return region.name() + "-1";
  }

  /** The mailbox that outbound probes are sent through. */
  public String mailbox() {
    return "probe@" + region.tenantDomain();
  }

  /** The address in the tenant from which a mail flow rule sends inbound probes on. */
  public String loop() {
    return "loop@" + region.tenantDomain();
  }

  /** Where that rule sends them to. */
  public String forwarded() {
    return "loop-" + region.name() + "@" + PROBE_DOMAIN;
  }

  private Route outbound() {
    Target host = new Target.Host(region.submissionHost(), doors.submission());
    return route(
        Path.OUTBOUND,
        probing.probes(),
        mailbox(),
        new Recipient.TokenAt(PROBE_DOMAIN),
        delivery(host, TlsMode.STARTTLS, new Auth.XOAuth2(mailbox(), tokens)));
  }

  private Route inbound() {
    return route(
        Path.INBOUND,
        probing.probes(),
        "bounces@" + PROBE_DOMAIN,
        new Recipient.Fixed(loop()),
        delivery(exchangers(), TlsMode.OPPORTUNISTIC, new Auth.None()));
  }

  private Route control() {
    Target receiver = new Target.Mx(PROBE_DOMAIN, doors.receiver());
    return route(
        Path.CONTROL,
        probing.control(),
        "control@" + PROBE_DOMAIN,
        new Recipient.TokenAt(PROBE_DOMAIN),
        delivery(receiver, TlsMode.OPPORTUNISTIC, new Auth.None()));
  }

  /** A pace beyond that of a real mailbox needs a patient stand-in. */
  private MailboxLimits limits() {
    return probing.probes().compareTo(Probing.standard().probes()) < 0
        ? MailboxLimits.NONE
        : MailboxLimits.EXCHANGE_ONLINE;
  }

  private Target exchangers() {
    return new Target.Mx(region.tenantDomain(), doors.exchange());
  }

  private Delivery delivery(Target target, TlsMode tls, Auth auth) {
    return new Delivery(target, tls, auth, region.name() + "." + PROBE_DOMAIN, deadlines);
  }

  private Route route(Path path, Duration every, String from, Recipient to, Delivery delivery) {
    return new Route(
        path.label(),
        region.name(),
        prober(),
        path,
        every,
        probing.deadline(),
        probing.giveUp(),
        probing.loss(),
        MAX_IN_FLIGHT,
        from,
        to,
        delivery,
        limits());
  }
}
