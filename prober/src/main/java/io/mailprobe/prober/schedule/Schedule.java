package io.mailprobe.prober.schedule;

import io.mailprobe.prober.Route;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One route's open loop. A tick never waits for an earlier probe, and ticks are never made up for
 * in a burst: where the process was held up, or its clock was set forward, all that were passed by
 * an interval or more are missed. Where the clock was set back, the loop goes on from there.
 */
public final class Schedule {

  /** Takes the ticks, on the scheduler's threads; returns at once. */
  public interface Ticks {

    /** A tick is due. */
    void tick(Instant scheduled);

    /** So many ticks were passed unused. */
    void missed(long ticks);
  }

  private final Cadence cadence;
  private final Ticks ticks;
  private final Clock clock;
  private final Scheduler scheduler;
  private Instant next = Instant.MIN;
  private boolean running;
  private Scheduler.@Nullable Pending pending;

  /** A loop that stands still until it is started. */
  public Schedule(Route route, Ticks ticks, Clock clock, Scheduler scheduler) {
    this.cadence = Cadence.of(route.region(), route.name(), route.every());
    this.ticks = ticks;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /** Runs from the first tick after now. */
  public synchronized void start() {
    running = true;
    next = cadence.after(clock.micros());
    arm();
  }

  /** No tick comes after this; does nothing where it stands still. */
  public synchronized void stop() {
    running = false;
    if (pending != null) {
      pending.cancel();
    }
  }

  private void arm() {
    pending = scheduler.after(Duration.between(clock.wall(), next), this::wake);
  }

  private void wake() {
    Due due = due();
    if (due.missed() > 0) {
      ticks.missed(due.missed());
    }
    if (due.tick() != null) {
      ticks.tick(due.tick());
    }
  }

  private record Due(@Nullable Instant tick, long missed) {}

  private static final Due NOTHING = new Due(null, 0);

  /** What is due now, the timer for the next tick armed before anything is done about it. */
  private synchronized Due due() {
    if (!running) {
      return NOTHING;
    }
    Instant now = clock.micros();
    if (now.isBefore(next)) {
      boolean setBack = cadence.after(now).isBefore(next);
      next = setBack ? cadence.after(now) : next;
      arm();
      return NOTHING;
    }
    Instant latest = cadence.latest(now);
    long missed = cadence.between(next, latest);
    next = cadence.after(latest);
    arm();
    return new Due(latest, missed);
  }
}
