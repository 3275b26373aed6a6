package io.mailprobe.app.acceptance;

import java.time.Duration;
import java.util.List;

/** Percentiles of durations, by the nearest rank. */
record Percentiles(List<Duration> sorted) {

  static Percentiles of(List<Duration> durations) {
    return new Percentiles(durations.stream().sorted().toList());
  }

  Duration at(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(rank, 1) - 1);
  }

  @Override
  public String toString() {
    return "%d values, median %.3f ms, p99 %.3f ms, most %.3f ms"
        .formatted(sorted.size(), ms(at(50)), ms(at(99)), ms(at(100)));
  }

  private static double ms(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
