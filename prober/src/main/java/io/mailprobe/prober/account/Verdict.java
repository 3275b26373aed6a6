package io.mailprobe.prober.account;

import java.util.Locale;

/** What became of a probe. One without a verdict is in flight. */
public enum Verdict {
  /** It arrived. */
  DELIVERED,
  /** The loss deadline passed and it had not arrived. */
  LOST,
  /** It was refused for good. */
  REJECTED,
  /** It was never accepted, and we gave up trying. */
  ABANDONED,
  /** A failure report came back. */
  BOUNCED;

  /** The name in metrics and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
