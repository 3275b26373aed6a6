package io.mailprobe.app.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/** The machine the tests run on, which others may use too. */
final class Machine {

  private static final int LOOKS = 300;
  private static final Duration NAP = Duration.ofMillis(1);
  private static final Duration MOST_LAG = Duration.ofMillis(5);

  private Machine() {}

  /** How much later than asked a thread runs again. */
  static Percentiles lag() {
    List<Duration> lags = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      long start = System.nanoTime();
      LockSupport.parkNanos(NAP.toNanos());
      lags.add(Duration.ofNanos(System.nanoTime() - start).minus(NAP));
    }
    return Percentiles.of(lags);
  }

  /**
   * Skips the rest of a test, aloud, where processes wait for a processor so long that milliseconds
   * say nothing about us. Counts are checked before, on any machine.
   */
  static void requireCalm(Percentiles... lags) {
    for (Percentiles lag : lags) {
      Assumptions.assumeTrue(
          lag.at(90).compareTo(MOST_LAG) < 0,
          () -> "the machine is too busy to measure milliseconds; threads run late: " + lag);
    }
  }
}
