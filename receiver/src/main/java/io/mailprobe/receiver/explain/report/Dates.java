package io.mailprobe.receiver.explain.report;

import jakarta.mail.internet.MailDateFormat;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.Optional;

/** Reads instants as reports write them: RFC 5322 with all its liberties, or RFC 3339. */
final class Dates {

  private static final int LONGEST = 100;

  private Dates() {}

  static Optional<Instant> parse(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(stripped).toInstant());
    } catch (DateTimeException _) {
      return internetMessage(stripped);
    }
  }

  private static Optional<Instant> internetMessage(String text) {
    try {
      return Optional.ofNullable(new MailDateFormat().parse(text, new ParsePosition(0)))
          .map(Date::toInstant);
    } catch (RuntimeException _) {
      return Optional.empty(); // It is not written for any text.
    }
  }
}
