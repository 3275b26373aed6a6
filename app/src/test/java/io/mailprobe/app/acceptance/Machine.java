package io.mailprobe.app.acceptance;

import java.lang.management.ManagementFactory;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Assumptions;

/** The machine the tests run on, which others may use too. */
final class Machine {

  private static final long LOOK_NANOS = 500_000_000;
  private static final double ENOUGH = 0.8;

  private Machine() {}

  /** How much of a processor a thread gets that always wants one: 1 is all. */
  static double share() {
    var threads = ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long worked = threads.getCurrentThreadCpuTime();
    long now = start;
    while (now - start < LOOK_NANOS) {
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    return (double) (threads.getCurrentThreadCpuTime() - worked) / (now - start);
  }

  /**
   * Skips the rest of a test, aloud, where processes wait for a processor so long that milliseconds
   * say nothing about us. Counts are checked before, on any machine.
   */
  static void requireCalm(double... shares) {
    double least = DoubleStream.of(shares).min().orElse(0);
    Assumptions.assumeTrue(
        least >= ENOUGH,
        () ->
            "too busy to measure milliseconds: a thread got %.2f of a processor".formatted(least));
  }
}
