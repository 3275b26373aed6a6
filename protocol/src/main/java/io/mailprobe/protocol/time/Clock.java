package io.mailprobe.protocol.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Two kinds of time: the wall clock for instants that leave the process, the monotonic one for
 * durations. The difference of two wall instants of one machine is never a duration.
 */
public interface Clock {

  /** Now by the wall clock (UTC), as fine as the machine gives it. */
  Instant wall();

  /** A monotonic reading in nanoseconds; only differences between two readings mean anything. */
  long nanos();

  /** Now by the wall clock, cut to the microseconds that stamps, stores and feeds carry. */
  default Instant micros() {
    return wall().truncatedTo(ChronoUnit.MICROS);
  }
}
