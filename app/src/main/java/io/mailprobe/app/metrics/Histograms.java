package io.mailprobe.app.metrics;

/**
 * The form in which durations are exported that are observed as they happen. Those that the ledger
 * keeps are classic always: its buckets are all that it knows of them after a restart.
 */
public enum Histograms {
  /** Buckets with fixed bounds, in every format. */
  CLASSIC,
  /** Native ones beside them, in the format of Protocol Buffers. */
  CLASSIC_AND_NATIVE
}
