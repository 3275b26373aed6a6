package io.mailprobe.receiver.journal;

import java.time.Duration;

/**
 * How much a journal keeps. Probers read within seconds and may be down for days; evidence is for
 * people, who look at the newest.
 *
 * @param arrivals how long arrivals and reports are kept
 * @param bytes how large the store may become: what is no probe goes first, then the oldest
 *     evidence, then arrivals; those of the last day never
 */
public record Retention(Duration arrivals, long bytes) {

  /** Two weeks, in two gigabytes. */
  public static final Retention DEFAULT = new Retention(Duration.ofDays(14), 2L << 30);

  /** How many arrivals are kept with their header block. */
  static final long EVIDENCE = 20_000;

  /** How many messages are kept that are no probe. */
  static final long UNVERIFIED = 1_000;
}
