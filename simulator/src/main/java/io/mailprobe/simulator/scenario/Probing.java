package io.mailprobe.simulator.scenario;

import java.time.Duration;

/**
 * How a scenario's regions are probed.
 *
 * @param probes how often a probe is sent by each path through Exchange Online
 * @param control how often one is sent past it
 * @param canaries how often each front end is visited
 * @param deadline how old a probe may grow before it is late
 * @param giveUp for how long a deferred probe is tried again
 * @param loss how old a probe has to be to be called lost
 */
public record Probing(
    Duration probes,
    Duration control,
    Duration canaries,
    Duration deadline,
    Duration giveUp,
    Duration loss) {

  public Probing {
    if (!probes.isPositive()
        || !control.isPositive()
        || !canaries.isPositive()
        || !deadline.isPositive()
        || !giveUp.isPositive()) {
      throw new IllegalArgumentException("cadences, deadline and give-up take time");
    }
    if (loss.compareTo(deadline) <= 0) {
      throw new IllegalArgumentException("lost within " + loss + ", late only at " + deadline);
    }
  }

  /** As often as a mailbox of a real tenant allows. */
  public static Probing standard() {
    return new Probing(
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofHours(24),
        Duration.ofHours(25));
  }

  /** The same with probes at another cadence. */
  public Probing probedEvery(Duration cadence) {
    return new Probing(cadence, control, canaries, deadline, giveUp, loss);
  }
}
