package io.mailprobe.prober.account;

import io.mailprobe.protocol.AgeBounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a probe reaches which age bound undelivered. Pure arithmetic in microseconds. */
final class Ages {

  static final int COUNT = AgeBounds.ALL.size();

  /**
   * How long past a bound the ledger waits for the feed before it counts the probe as undelivered
   * there: an arrival in time is normally known a few milliseconds later.
   */
  static final Duration GRACE = Duration.ofSeconds(1);

  private static final long[] DUE =
      AgeBounds.ALL.stream().mapToLong(bound -> Micros.of(bound.plus(GRACE))).toArray();

  private Ages() {}

  /** How long after its tick a probe reaches that bound. */
  static long due(int age) {
    return DUE[age];
  }

  /** How many bounds a probe has reached, given how many it had reached before. */
  static int reached(long scheduled, long now, int before) {
    int ages = before;
    while (ages < COUNT && scheduled + DUE[ages] <= now) {
      ages++;
    }
    return ages;
  }

  /** When the next bound is reached; null after the last. */
  static @Nullable Long next(long scheduled, int ages) {
    return ages < COUNT ? scheduled + DUE[ages] : null;
  }

  /**
   * The first bound that counts an arrival as delivered: the one of its latency, or, where later
   * ones have been counted as undelivered already, the first above those, so that the two stay
   * complements.
   */
  static int bucket(long latency, int ages) {
    return Math.max(AgeBounds.firstAtLeast(Micros.duration(latency)), ages);
  }
}
