package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
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
   * Checks a duration against its limit. Where it is over, and processes waited for a processor so
   * long that milliseconds say nothing about us, the rest of the test is skipped, aloud.
   *
   * @param shares what a thread got of a processor before and after
   */
  static void checkAtMost(Duration limit, Duration measured, double... shares) {
    double least = DoubleStream.of(shares).min().orElse(0);
    Assumptions.assumeTrue(
        measured.compareTo(limit) <= 0 || least >= ENOUGH,
        () ->
            "%s is over %s, but the machine is busy: a thread got %.2f of a processor"
                .formatted(measured, limit, least));
    assertThat(measured).isLessThanOrEqualTo(limit);
  }
}
