package io.mailprobe.simulator.topology;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A log-normal distribution of durations: most near the median, few very long.
 *
 * @param median half of the samples are shorter
 * @param sigma the standard deviation of the logarithm; 0 makes every sample the median
 */
public record Latency(Duration median, double sigma) {

  /** Above this no sample goes, so that a wide distribution does not leave the range of time. */
  private static final Duration LONGEST = Duration.ofDays(2);

  public Latency {
    if (median.isNegative() || median.compareTo(LONGEST) > 0 || !(sigma >= 0 && sigma <= 5)) {
      throw new IllegalArgumentException("not a latency: " + median + ", sigma " + sigma);
    }
  }

  /** A distribution with this median in milliseconds. */
  public static Latency ofMillis(long median, double sigma) {
    return new Latency(Duration.ofMillis(median), sigma);
  }

  /** No time at all. */
  public static Latency none() {
    return new Latency(Duration.ZERO, 0);
  }

  /** One sample. */
  public Duration sample(RandomGenerator random) {
    double nanos = median.toNanos() * Math.exp(sigma * random.nextGaussian());
    return Duration.ofNanos((long) Math.min(nanos, (double) LONGEST.toNanos()));
  }
}
