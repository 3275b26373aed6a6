package io.mailprobe.protocol.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices when the wall clock is set: it then moves otherwise than the monotonic one, which no one
 * sets. What instants from before are apart from those after is then no duration. Time in which the
 * machine slept is not seen by the monotonic clock and counts as set, too. Thread safe.
 */
public final class StepWatch {

  /** A clock that is slewed, as clocks should be, moves by far less between two looks. */
  private static final Duration LEAST = Duration.ofMillis(100);

  private final Clock clock;
  private Instant wall;
  private long nanos;

  /** Watches from now on. */
  public StepWatch(Clock clock) {
    this.clock = clock;
    wall = clock.wall();
    nanos = clock.nanos();
  }

  /** By how much the wall clock was set since the last look: forward, or back where negative. */
  public synchronized Duration look() {
    Instant now = clock.wall();
    long reading = clock.nanos();
    Duration step = Duration.between(wall, now).minusNanos(reading - nanos);
    wall = now;
    nanos = reading;
    return step.abs().compareTo(LEAST) < 0 ? Duration.ZERO : step;
  }
}
