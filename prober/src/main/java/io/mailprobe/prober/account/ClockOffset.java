package io.mailprobe.prober.account;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a receiver's clock is from ours, as measured.
 *
 * @param ahead how much its clock is ahead of ours; negative where it is behind
 * @param uncertainty the truth is no farther from that than this
 */
public record ClockOffset(Duration ahead, Duration uncertainty) {

  public ClockOffset {
    if (uncertainty.isNegative()) {
      throw new IllegalArgumentException("uncertainty " + uncertainty);
    }
  }

  /** Whether it shows that the clocks differ at all: only then are instants corrected by it. */
  public boolean isProven() {
    return ahead.abs().compareTo(uncertainty) > 0;
  }

  /** An instant of the receiver's clock by our clock, as far as that is proven to be another. */
  public Instant toOurs(Instant theirs) {
    return isProven() ? theirs.minus(ahead) : theirs;
  }
}
