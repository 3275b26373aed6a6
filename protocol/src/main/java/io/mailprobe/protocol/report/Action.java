package io.mailprobe.protocol.report;

import java.util.Locale;
import java.util.Optional;

/** What became of the message for one recipient (RFC 3464 2.3.3), expiry told from refusal. */
public enum Action {
  /** Not delivered yet; the reporting system goes on trying. */
  DELAYED,
  /** Refused for good. */
  FAILED,
  /** Never refused for good: the reporting system's time for trying is over. */
  EXPIRED,
  /** Delivered, as far as the reporting system can know. */
  DELIVERED,
  /** Handed to a system that will not report on it. */
  RELAYED,
  /** Sent on to several others. */
  EXPANDED;

  /** The name in metrics and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of that label. */
  public static Optional<Action> ofLabel(String label) {
    for (Action action : values()) {
      if (action.label().equals(label)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  /** Whether nobody tries any more and the message was not delivered. */
  public boolean isFinalFailure() {
    return this == FAILED || this == EXPIRED;
  }
}
