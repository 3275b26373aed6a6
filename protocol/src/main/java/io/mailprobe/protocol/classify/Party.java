package io.mailprobe.protocol.classify;

import java.util.Locale;

/** Whom a fault points at. */
public enum Party {
  /** The system under test: nothing at our end cures it. */
  EXCHANGE_ONLINE("Exchange Online"),
  /** Our configuration, mailbox, address or network. */
  US("our own set-up"),
  /** Our credentials: password, token, permission. */
  CREDENTIALS("our credentials"),
  /** How much or how many at once we send. */
  OWN_RATE("our own sending rate"),
  /** Our receiving end: the receiver, its host, its name in DNS, its certificate. */
  RECEIVER("our receiver"),
  /** The evidence fits more than one. */
  UNKNOWN("unknown");

  private final String words;

  Party(String words) {
    this.words = words;
  }

  /** How people call it. */
  public String words() {
    return words;
  }

  /** The name in metrics, rules and documents, such as {@code own_rate}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether it is at our end, the receiver included, so that Exchange Online is not to be blamed.
   */
  public boolean isOurs() {
    return switch (this) {
      case US, CREDENTIALS, OWN_RATE, RECEIVER -> true;
      case EXCHANGE_ONLINE, UNKNOWN -> false;
    };
  }
}
