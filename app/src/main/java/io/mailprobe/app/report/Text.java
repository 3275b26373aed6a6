package io.mailprobe.app.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What strangers said and clocks told, as it is fit for a report. */
final class Text {

  private static final int LONGEST = 300;

  private Text() {}

  /** On one line, without what would command a terminal, and of bounded length. */
  static String line(String said) {
    String plain = said.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (plain.length() <= LONGEST) {
      return plain;
    }
    int end = Character.isHighSurrogate(plain.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return plain.substring(0, end) + "…";
  }

  /** To the millisecond: what is finer is no news to a reader. */
  static Instant cut(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The same of microseconds since 1970. */
  static Instant cut(long micros) {
    return cut(Grid.instant(micros));
  }

  /** Microseconds as seconds, to the millisecond. */
  static double seconds(long micros) {
    return Math.round(micros / 1_000.0) / 1_000.0;
  }

  static double seconds(Duration duration) {
    return seconds(Grid.micros(duration));
  }

  /** A part of a whole, to four digits; 0 of nothing. */
  static double share(long part, long whole) {
    return whole == 0 ? 0 : Math.round(10_000.0 * part / whole) / 10_000.0;
  }
}
