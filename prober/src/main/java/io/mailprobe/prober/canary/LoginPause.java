package io.mailprobe.prober.canary;

import io.mailprobe.protocol.session.Outcome;
import java.time.Duration;

/**
 * Holds all visits of a canary back where its credentials are refused: they are the same at every
 * front end, and whoever shows wrong ones everywhere is locked out.
 */
final class LoginPause {

  private int refusals;
  private long until;

  /** Whether no visit may begin at this monotonic reading. */
  boolean holds(long now) {
    return refusals > 0 && now - until < 0;
  }

  /** Until when. */
  long until() {
    return until;
  }

  void ended(Outcome outcome, Duration every, long now) {
    switch (outcome) {
      case AUTH_FAILED, TOKEN_FAILED -> {
        refusals++;
        until = now + BackOff.after(outcome, refusals, every).toNanos();
      }
      case ACCEPTED -> refusals = 0;
      case DEFERRED,
          REJECTED,
          CLOSED,
          TIMED_OUT,
          CONNECT_FAILED,
          DNS_FAILED,
          TLS_FAILED,
          UNCERTAIN -> {
        // Says nothing of the credentials.
      }
    }
  }
}
