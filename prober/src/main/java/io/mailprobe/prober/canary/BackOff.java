package io.mailprobe.prober.canary;

import io.mailprobe.protocol.session.Outcome;
import java.time.Duration;

/**
 * How long a front end is left alone after a session: the interval where that went well, and never
 * less. After the second refusal in a row twice that, after the third four times, but no longer
 * than five minutes unless the interval is; where the refusal is for good, up to an hour.
 */
final class BackOff {

  private static final int MOST_INTERVALS = 4;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration LONGEST_FOR_GOOD = Duration.ofHours(1);

  private BackOff() {}

  /**
   * From the start of one session to that of the next.
   *
   * @param inARow how many sessions, this one included, have failed since one went well
   */
  static Duration after(Outcome outcome, int inARow, Duration every) {
    return switch (outcome) {
      case ACCEPTED -> every;
      case REJECTED, AUTH_FAILED, TOKEN_FAILED -> doubled(every, inARow, 64, LONGEST_FOR_GOOD);
      case DEFERRED, CLOSED, TIMED_OUT, CONNECT_FAILED, DNS_FAILED, TLS_FAILED, UNCERTAIN ->
          doubled(every, inARow, MOST_INTERVALS, LONGEST);
    };
  }

  private static Duration doubled(Duration every, int inARow, int most, Duration longest) {
    int doublings = Math.clamp(inARow - 1L, 0, 30);
    Duration pause = every.multipliedBy(Math.min(most, 1L << doublings));
    Duration bounded = pause.compareTo(longest) > 0 ? longest : pause;
    return bounded.compareTo(every) < 0 ? every : bounded;
  }
}
