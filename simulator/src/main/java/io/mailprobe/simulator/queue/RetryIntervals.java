package io.mailprobe.simulator.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * When a deferred delivery is tried again: the first retries within a quarter of an hour, then at
 * growing intervals, for a day.
 *
 * @param first the wait before the first retry
 * @param growth each further wait is this much longer
 * @param longest no wait is longer
 * @param expiry how old a message may grow
 */
public record RetryIntervals(Duration first, double growth, Duration longest, Duration expiry) {

  public RetryIntervals {
    if (!first.isPositive() || longest.compareTo(first) < 0 || !(growth >= 1 && growth <= 10)) {
      throw new IllegalArgumentException(
          "not intervals: " + first + " times " + growth + " up to " + longest);
    }
    if (!expiry.isPositive()) {
      throw new IllegalArgumentException("messages live for a while: " + expiry);
    }
  }

  /** As Exchange Online documents them. */
  public static RetryIntervals exchangeOnline() {
    return new RetryIntervals(
        Duration.ofMinutes(1), 2, Duration.ofMinutes(60), Duration.ofHours(24));
  }

  /** The same, each duration times the factor. */
  public RetryIntervals scaled(double factor) {
    return new RetryIntervals(
        times(first, factor), growth, times(longest, factor), times(expiry, factor));
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofNanos(Math.round(duration.toNanos() * factor));
  }

  /** How old a message is when its sender is told that it waits: 4 h of a day. */
  public Duration notice() {
    return expiry.dividedBy(6);
  }

  /**
   * The wait before the next delivery, after so many failed ones, of a message of this age; empty
   * where it would come after the message's expiry.
   */
  public Optional<Duration> next(int failed, Duration age) {
    double nanos = first.toNanos() * Math.pow(growth, failed - 1.0);
    Duration wait = Duration.ofNanos((long) Math.min(nanos, (double) longest.toNanos()));
    return age.plus(wait).compareTo(expiry) > 0 ? Optional.empty() : Optional.of(wait);
  }
}
