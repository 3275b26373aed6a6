package io.mailprobe.app.status;

import io.mailprobe.protocol.session.Outcome;
import java.time.Duration;
import java.util.Locale;

/** How amounts and outcomes are put into words. */
final class Words {

  private Words() {}

  /** A duration as people say it: {@code 2.1 s}, {@code 45 s}, {@code 4 min}, {@code 3 h 5 min}. */
  static String of(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = millis / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    if (minutes < 120) {
      return minutes + " min";
    }
    return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
  }

  static String percent(long part, long whole) {
    return Math.round(100.0 * part / whole) + " %";
  }

  /** What happened to a failed session, to follow "80 % of sessions". */
  static String failure(Outcome outcome) {
    return switch (outcome) {
      case ACCEPTED -> "accepted";
      case DEFERRED -> "deferred";
      case REJECTED -> "rejected";
      case CLOSED -> "closed without a reply";
      case TIMED_OUT -> "timed out";
      case CONNECT_FAILED -> "without a connection";
      case DNS_FAILED -> "without an address";
      case TLS_FAILED -> "failed in TLS";
      case AUTH_FAILED -> "with credentials refused";
      case TOKEN_FAILED -> "without an access token";
      case UNCERTAIN -> "lost after the final dot";
    };
  }

  /** Whether a session that ended so was refused by a server that spoke to us. */
  static boolean isRefusal(Outcome outcome) {
    return switch (outcome) {
      case DEFERRED, REJECTED, CLOSED -> true;
      case ACCEPTED,
          TIMED_OUT,
          CONNECT_FAILED,
          DNS_FAILED,
          TLS_FAILED,
          AUTH_FAILED,
          TOKEN_FAILED,
          UNCERTAIN ->
          false;
    };
  }

  /** A clause as a sentence of its own. */
  static String sentence(String clause) {
    return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".";
  }

  static String probes(long count) {
    return count == 1 ? "1 probe" : count + " probes";
  }
}
