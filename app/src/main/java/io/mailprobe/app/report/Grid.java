package io.mailprobe.app.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A time cut into equal buckets that begin at whole multiples of their size (UTC), so that few
 * enough are left to be drawn and read. Instants are microseconds since 1970.
 *
 * @param origin when the first bucket begins; at or before the beginning of the time
 * @param bucket how long each is
 * @param size how many there are
 */
record Grid(long origin, long bucket, int size) {

  private static final int MOST = 200;

  private static final List<Duration> SIZES =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(30));

  /**
   * A grid over a time.
   *
   * @param least no bucket is to be shorter: with less than a tick in each, nothing can be said
   */
  static Grid over(Instant from, Instant to, Duration least) {
    long begin = micros(from);
    long end = micros(to);
    long bucket = 0;
    for (Duration each : SIZES) {
      bucket = micros(each);
      if ((end - begin) / bucket <= MOST && each.compareTo(least) >= 0) {
        break;
      }
    }
    long origin = Math.floorDiv(begin, bucket) * bucket;
    return new Grid(origin, bucket, (int) Math.ceilDiv(end - origin, bucket));
  }

  /** The bucket that an instant is in; below 0 or at least {@link #size} outside. */
  int index(long at) {
    return Math.clamp(Math.floorDiv(at - origin, bucket), -1, size);
  }

  long begin(int index) {
    return origin + index * bucket;
  }

  Instant instant(int index) {
    return instant(begin(index));
  }

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  static long micros(Duration duration) {
    return duration.dividedBy(Duration.of(1, ChronoUnit.MICROS));
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
