package io.mailprobe.app.health;

import java.util.Locale;

/** How a reading of service health ended: a closed list, for metrics. */
public enum PollResult {
  OK,
  /** There was no access token to ask with; its own metrics tell why. */
  TOKEN_FAILED,
  /** 401: the token is not accepted. */
  UNAUTHORIZED,
  /** 403: the application may not. */
  FORBIDDEN,
  /** 429: too often. */
  THROTTLED,
  /** Another 3xx or 4xx. */
  REFUSED,
  /** A 5xx. */
  UNAVAILABLE,
  TIMED_OUT,
  /** No address, no connection, no TLS. */
  UNREACHABLE,
  TOO_LARGE,
  /** What came is no list of issues. */
  BAD_ANSWER,
  /** A fault of the program. */
  PROGRAM;

  /** The name in metrics, such as {@code timed_out}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
