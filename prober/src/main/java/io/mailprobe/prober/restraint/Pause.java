package io.mailprobe.prober.restraint;

import io.mailprobe.protocol.session.Outcome;
import java.time.Duration;

/**
 * How long nothing is sent where it is refused for good again and again: Exchange Online throttles
 * whoever goes on with such errors. A minute after the third in a row, then twice as long each
 * time, up to half an hour.
 */
final class Pause {

  private static final int PATIENCE = 3;
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private int refusals;
  private long until;

  boolean lasts(long nanos) {
    return refusals >= PATIENCE && nanos - until < 0;
  }

  void ended(Outcome outcome, long nanos) {
    switch (outcome) {
      case REJECTED, AUTH_FAILED -> {
        refusals++;
        until = nanos + after(refusals).toNanos();
      }
      case ACCEPTED -> refusals = 0;
      case DEFERRED,
          CLOSED,
          TIMED_OUT,
          CONNECT_FAILED,
          DNS_FAILED,
          TLS_FAILED,
          TOKEN_FAILED,
          UNCERTAIN -> {
        // Says nothing for good.
      }
    }
  }

  static Duration after(int refusals) {
    if (refusals < PATIENCE) {
      return Duration.ZERO;
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(refusals - PATIENCE, 10));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
