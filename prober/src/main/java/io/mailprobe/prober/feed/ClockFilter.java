package io.mailprobe.prober.feed;

import io.mailprobe.prober.account.ClockOffset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/**
 * Tells how far a receiver's clock is from ours, from exchanges with it as NTP does (RFC 5905 8,
 * 10): the exchange that was on its way for the shortest time tells most, and less the older it
 * gets. One that contradicts those before it shows that a clock was set: only what comes after that
 * counts.
 */
final class ClockFilter {

  private static final int WINDOW = 32;

  /** By how much clocks that nobody disciplines run apart: parts in a million. */
  private static final long DRIFT_PPM = 30;

  /** Instants in the feed are cut to microseconds, at each of two ends. */
  private static final Duration ROUNDING = Duration.ofNanos(2_000);

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(Duration ahead, Duration half, long nanos) {

    ClockOffset at(long now) {
      Duration drift = Duration.ofNanos((now - nanos) / 1_000_000 * DRIFT_PPM);
      return new ClockOffset(ahead, half.plus(ROUNDING).plus(drift));
    }
  }

  /**
   * Takes in an exchange.
   *
   * @param nanos when it ended, by the monotonic clock
   */
  synchronized void add(Exchange exchange, long nanos) {
    if (exchange.travelled().compareTo(ROUNDING.negated()) < 0) {
      return; // The receiver's clock was set while it thought: it says nothing of either time.
    }
    Duration half =
        exchange.travelled().isNegative() ? Duration.ZERO : exchange.travelled().dividedBy(2);
    Sample sample = new Sample(exchange.ahead(), half, nanos);
    if (best(nanos).filter(known -> contradict(known, sample.at(nanos))).isPresent()) {
      samples.clear();
    }
    samples.addLast(sample);
    if (samples.size() > WINDOW) {
      samples.removeFirst();
    }
  }

  /** The best that is known at the given reading of the monotonic clock. */
  synchronized Optional<ClockOffset> best(long nanos) {
    return samples.stream()
        .map(sample -> sample.at(nanos))
        .min(Comparator.comparing(ClockOffset::uncertainty));
  }

  private static boolean contradict(ClockOffset one, ClockOffset other) {
    Duration apart = one.ahead().minus(other.ahead()).abs();
    return apart.compareTo(one.uncertainty().plus(other.uncertainty())) > 0;
  }
}
