package io.mailprobe.prober.retry;

import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Retries as a mail server does, quick at first: 15 s after the first attempt, then 30 s, 1, 2 and
 * 5 minutes, then every 10 minutes, each a tenth more or less, until the route gives up. The
 * message may have got through in an attempt that ended uncertain, so that one is not repeated.
 *
 * @param giveUp how long after its tick an unaccepted probe is still tried
 */
public record RetryPolicy(Duration giveUp) {

  private static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10));

  private static final double JITTER = 0.1;

  /**
   * Decides.
   *
   * @param outcome how the latest attempt ended
   * @param attempts how many there have been
   * @param scheduled the probe's tick
   * @param now when the latest attempt ended
   * @param random from 0 to 1, spreads the retries of probes that failed together
   */
  public Decision decide(
      Outcome outcome, int attempts, Instant scheduled, Instant now, double random) {
    return switch (outcome) {
      case ACCEPTED, UNCERTAIN -> new Decision.Wait();
      case REJECTED, AUTH_FAILED -> new Decision.GiveUp(Verdict.REJECTED);
      case DEFERRED, CLOSED, TIMED_OUT, CONNECT_FAILED, DNS_FAILED, TLS_FAILED, TOKEN_FAILED -> {
        Instant next = now.plus(delay(attempts, random));
        yield isOver(scheduled, next)
            ? new Decision.GiveUp(Verdict.ABANDONED)
            : new Decision.Again(next);
      }
    };
  }

  /** Whether a probe is tried no more at the given instant. */
  public boolean isOver(Instant scheduled, Instant at) {
    return at.isAfter(scheduled.plus(giveUp));
  }

  private static Duration delay(int attempts, double random) {
    Duration base = DELAYS.get(Math.clamp(attempts - 1, 0, DELAYS.size() - 1));
    double factor = 1 + JITTER * (2 * random - 1);
    return Duration.ofNanos(Math.round(base.toNanos() * factor));
  }
}
