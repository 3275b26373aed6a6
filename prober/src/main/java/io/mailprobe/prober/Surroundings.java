package io.mailprobe.prober;

import io.mailprobe.prober.restraint.Restraint;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What a prober has around it.
 *
 * @param clock what time it is
 * @param scheduler how it waits
 * @param random where ids and jitter come from; safe for use by many threads
 * @param events who hears what happens
 * @param restraint what mailboxes may be asked for; one for all probers of a process
 * @param work on what, and how often, it does what takes a while
 */
public record Surroundings(
    Clock clock,
    Scheduler scheduler,
    RandomGenerator random,
    ProberEvents events,
    Restraint restraint,
    Work work) {

  /**
   * What takes a while.
   *
   * @param composing runs the composing of messages
   * @param sweep how often ages and losses are looked for; they count from their own instants,
   *     whenever they are found
   */
  public record Work(Executor composing, Duration sweep) {

    /** Composing on threads of its own, and ages known within half a second. */
    public static final Work USUAL =
        new Work(task -> Thread.ofVirtual().name("compose").start(task), Duration.ofMillis(500));
  }

  /** With the usual work. */
  public Surroundings(
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random,
      ProberEvents events,
      Restraint restraint) {
    this(clock, scheduler, random, events, restraint, Work.USUAL);
  }

  /** With a restraint of its own. */
  public Surroundings(
      Clock clock, Scheduler scheduler, RandomGenerator random, ProberEvents events) {
    this(clock, scheduler, random, events, new Restraint(clock));
  }
}
