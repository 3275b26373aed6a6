package io.mailprobe.prober.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The ticks of a route: the instants {@code offset + n * every} of the wall clock, so that they are
 * the same after a restart and never drift.
 *
 * @param every from tick to tick, in whole microseconds
 * @param offset less than {@code every}
 */
record Cadence(Duration every, Duration offset) {

  Cadence {
    if (micros(every) < 1) {
      throw new IllegalArgumentException("a cadence is at least a microsecond: " + every);
    }
  }

  /** Spreads the ticks of different routes and regions over the interval. */
  static Cadence of(String region, String route, Duration every) {
    long mixed = (region + '/' + route).hashCode() * 0x9E37_79B9_7F4A_7C15L;
    long offset = Math.floorMod(mixed ^ (mixed >>> 32), micros(every));
    return new Cadence(every, Duration.of(offset, ChronoUnit.MICROS));
  }

  /** The first tick after an instant. */
  Instant after(Instant instant) {
    return latest(instant).plus(every);
  }

  /** The latest tick that is not after an instant. */
  Instant latest(Instant instant) {
    long sinceOffset = ChronoUnit.MICROS.between(Instant.EPOCH.plus(offset), instant);
    long ticks = Math.floorDiv(sinceOffset, micros(every));
    return Instant.EPOCH.plus(offset).plus(ticks * micros(every), ChronoUnit.MICROS);
  }

  /** How many ticks lie between two ticks, the later one left out. */
  long between(Instant earlier, Instant later) {
    return ChronoUnit.MICROS.between(earlier, later) / micros(every);
  }

  private static long micros(Duration duration) {
    return duration.dividedBy(Duration.of(1, ChronoUnit.MICROS));
  }
}
