package io.mailprobe.protocol.trace;

import java.util.Locale;

/** The parts of a message's way, each named by where the time in it is spent. */
public enum Stage {
  /** From the beginning of the attempt until the first server has taken the message. */
  SUBMISSION,
  /** From another mail system into Exchange Online. */
  INBOUND,
  /** Between servers of Exchange Online. */
  TENANT,
  /** Into, or between, servers of other mail systems. */
  RELAY,
  /** From the last server to our receiver: its queue, and its way to us. */
  OUTBOUND,
  /** In our receiver: from MAIL to the final dot. */
  RECEIVER;

  /** The name in metrics and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
