package io.mailprobe.prober.account;

import java.time.Duration;

/**
 * How long a ledger keeps probes with their evidence. The numbers of the routes are kept for ever.
 *
 * @param successes those delivered in time, from their tick
 * @param failures all others
 * @param bytes how large the store may become; what is oldest goes first, successes before failures
 */
public record Retention(Duration successes, Duration failures, long bytes) {

  /** Two weeks, and a quarter of a year of failures, in two gigabytes. */
  public static final Retention DEFAULT =
      new Retention(Duration.ofDays(14), Duration.ofDays(90), 2L << 30);
}
