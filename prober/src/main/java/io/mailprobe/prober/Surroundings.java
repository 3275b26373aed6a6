package io.mailprobe.prober;

import io.mailprobe.prober.restraint.Restraint;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.util.random.RandomGenerator;

/**
 * What a prober has around it.
 *
 * @param clock what time it is
 * @param scheduler how it waits
 * @param random where ids and jitter come from; safe for use by many threads
 * @param events who hears what happens
 * @param restraint what mailboxes may be asked for; one for all probers of a process
 */
public record Surroundings(
    Clock clock,
    Scheduler scheduler,
    RandomGenerator random,
    ProberEvents events,
    Restraint restraint) {

  /** With a restraint of its own. */
  public Surroundings(
      Clock clock, Scheduler scheduler, RandomGenerator random, ProberEvents events) {
    this(clock, scheduler, random, events, new Restraint(clock));
  }
}
