package io.mailprobe.prober.submit;

import java.time.Duration;

/**
 * How long a session may take.
 *
 * @param phase the most for any one phase; in the connect phase, for the name look-up and for each
 *     address tried
 * @param session the most for the whole, QUIT included
 */
public record Deadlines(Duration phase, Duration session) {

  /**
   * Thirty seconds a phase, two minutes the whole: far below the minutes that RFC 5321 4.5.3.2
   * grants to mail servers, since a probe that waits shows what is wrong better than one that
   * hangs.
   */
  public static final Deadlines DEFAULT =
      new Deadlines(Duration.ofSeconds(30), Duration.ofMinutes(2));

  public Deadlines {
    if (!phase.isPositive() || !session.isPositive()) {
      throw new IllegalArgumentException("deadlines must be positive: " + phase + ", " + session);
    }
  }
}
