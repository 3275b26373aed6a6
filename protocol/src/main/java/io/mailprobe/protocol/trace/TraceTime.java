package io.mailprobe.protocol.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An instant as a trace field gives it: mostly cut to whole seconds, so that what it stands for
 * happened in the time that begins there.
 *
 * @param at the instant that is written
 * @param resolution how fine it is written
 */
public record TraceTime(Instant at, Duration resolution) {

  public TraceTime {
    if (resolution.isNegative()) {
      throw new IllegalArgumentException("resolution " + resolution);
    }
  }

  /**
   * Reads the date-time of RFC 5322 3.3 in all the forms that mail systems have ever written, its
   * obsolete ones (4.3), those of asctime and ISO 8601, and Exchange's. Empty for anything else,
   * also for a zone that nobody knows: an instant that is hours off is worse than none.
   */
  public static Optional<TraceTime> parse(String text) {
    return new DateReader(text).read();
  }

  /** Whether it may stand for that instant. */
  boolean mayBe(Instant instant) {
    return !instant.isBefore(at) && (instant.equals(at) || instant.isBefore(at.plus(resolution)));
  }
}
