package io.mailprobe.prober.account;

import java.util.Locale;
import java.util.Optional;

/** Where a probe stands. It is in exactly one state; the first three are in flight. */
enum ProbeState {
  /** An attempt is running, or was when the process died. */
  ATTEMPTING,
  /** Not accepted yet; another attempt will follow. */
  RETRYING,
  /** Accepted, or perhaps accepted: it may arrive. */
  AWAITING,
  DELIVERED,
  LOST,
  REJECTED,
  ABANDONED,
  BOUNCED;

  static ProbeState of(Verdict verdict) {
    return switch (verdict) {
      case DELIVERED -> DELIVERED;
      case LOST -> LOST;
      case REJECTED -> REJECTED;
      case ABANDONED -> ABANDONED;
      case BOUNCED -> BOUNCED;
    };
  }

  /** Reads what {@link #label} wrote; the schema lets nothing else in. */
  static ProbeState parse(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isInFlight() {
    return verdict().isEmpty();
  }

  Optional<Verdict> verdict() {
    return switch (this) {
      case ATTEMPTING, RETRYING, AWAITING -> Optional.empty();
      case DELIVERED -> Optional.of(Verdict.DELIVERED);
      case LOST -> Optional.of(Verdict.LOST);
      case REJECTED -> Optional.of(Verdict.REJECTED);
      case ABANDONED -> Optional.of(Verdict.ABANDONED);
      case BOUNCED -> Optional.of(Verdict.BOUNCED);
    };
  }
}
