package io.mailprobe.prober.account;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants and durations as the ledger's numbers: microseconds. */
final class Micros {

  /** The end of the year 9999. A feed may say anything; what is beyond is kept as this. */
  private static final long LIMIT = 253_402_300_799_999_999L;

  private Micros() {}

  static long of(Instant instant) {
    long seconds = Math.clamp(instant.getEpochSecond(), -LIMIT / 1_000_000, LIMIT / 1_000_000);
    return Math.clamp(seconds * 1_000_000 + instant.getNano() / 1_000, -LIMIT, LIMIT);
  }

  static long of(Duration duration) {
    Duration limit = Duration.of(LIMIT, ChronoUnit.MICROS);
    if (duration.abs().compareTo(limit) >= 0) {
      return duration.isNegative() ? -LIMIT : LIMIT;
    }
    return duration.dividedBy(Duration.of(1, ChronoUnit.MICROS));
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
