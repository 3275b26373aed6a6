package io.mailprobe.app.world;

import io.mailprobe.prober.restraint.MailboxLimits;
import java.time.Duration;

/**
 * How often a region is probed, and what is expected of a probe.
 *
 * @param probes the cadence of the routes through Exchange Online
 * @param control that of the route past it
 * @param canaries how often each front end is visited
 * @param deadline later than this a probe is late
 * @param giveUp how long it is tried to hand a probe in
 * @param loss what has not arrived by then is lost
 */
public record Pace(
    Duration probes,
    Duration control,
    Duration canaries,
    Duration deadline,
    Duration giveUp,
    Duration loss) {

  /** What a real tenant allows, and what a configuration has where it says nothing else. */
  public static final Pace USUAL =
      new Pace(
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Duration.ofHours(25));

  /**
   * What the mailboxes are asked for: a pace beyond that of a real one needs a patient stand-in.
   */
  MailboxLimits limits() {
    return probes.compareTo(USUAL.probes()) < 0
        ? MailboxLimits.NONE
        : MailboxLimits.EXCHANGE_ONLINE;
  }
}
