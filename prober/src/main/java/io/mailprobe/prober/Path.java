package io.mailprobe.prober;

import java.util.Locale;

/** What a route proves, by the way its mail takes. */
public enum Path {
  /** From a mailbox in the tenant to our receiver. */
  OUTBOUND,
  /** From the internet to the tenant's MX, and by a mail flow rule back to our receiver. */
  INBOUND,
  /** Out of the tenant and back in. */
  LOOP,
  /** Straight to our receiver, past Exchange Online: the control experiment. */
  CONTROL;

  /** The name in configuration, metrics and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
