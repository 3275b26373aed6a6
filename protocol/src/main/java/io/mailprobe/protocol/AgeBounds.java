package io.mailprobe.protocol;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The one list of bounds, from a second to a day, that latency buckets, age counters and route
 * deadlines share, so that each late ratio is exact.
 */
public final class AgeBounds {

  /** The bounds, ascending. */
  public static final List<Duration> ALL =
      LongStream.of(
              1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600, 7200, 14400,
              28800, 86400)
          .mapToObj(Duration::ofSeconds)
          .toList();

  private AgeBounds() {}

  /** The place in {@link #ALL} of the first bound that is not below the age; its size if none. */
  public static int firstAtLeast(Duration age) {
    int index = 0;
    while (index < ALL.size() && ALL.get(index).compareTo(age) < 0) {
      index++;
    }
    return index;
  }
}
