package io.mailprobe.simulator.topology;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A log-normal distribution of durations, most near the median, few very long; with a heavy tail
 * where a share of them takes a multiple.
 *
 * @param median half of the samples are shorter
 * @param sigma the standard deviation of the logarithm; 0 makes every sample the median
 * @param tail the share of samples, 0 to 1, that are multiplied by a number without an upper bound:
 *     one in 30 of these by more than ten
 */
public record Latency(Duration median, double sigma, double tail) {

  /** The index of the Pareto distribution that the multiples of the tail have. */
  private static final double INDEX = 1.5;

  /** Above this no sample goes, so that a wide distribution does not leave the range of time. */
  private static final Duration LONGEST = Duration.ofDays(2);

  public Latency {
    if (median.isNegative() || median.compareTo(LONGEST) > 0 || !(sigma >= 0 && sigma <= 5)) {
      throw new IllegalArgumentException("not a latency: " + median + ", sigma " + sigma);
    }
    if (!(tail >= 0 && tail <= 1)) {
      throw new IllegalArgumentException("not a share: " + tail);
    }
  }

  /** One without a heavy tail. */
  public Latency(Duration median, double sigma) {
    this(median, sigma, 0);
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
    if (tail > 0 && random.nextDouble() < tail) {
      nanos *= Math.pow(1 - random.nextDouble(), -1 / INDEX);
    }
    return Duration.ofNanos((long) Math.min(nanos, (double) LONGEST.toNanos()));
  }

  /** Between this one and another: 0 is this one, 1 the other. */
  public Latency towards(Latency other, double part) {
    double nanos = between((double) median.toNanos(), (double) other.median.toNanos(), part);
    return new Latency(
        Duration.ofNanos(Math.round(nanos)),
        between(sigma, other.sigma, part),
        between(tail, other.tail, part));
  }

  private static double between(double from, double to, double part) {
    return from + (to - from) * part;
  }
}
