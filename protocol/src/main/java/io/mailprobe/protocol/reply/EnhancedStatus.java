package io.mailprobe.protocol.reply;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced status code (RFC 3463 2): {@code class.subject.detail}.
 *
 * @param statusClass 2, 4 or 5
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {

  private static final Pattern FORM = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})");

  public EnhancedStatus {
    boolean valid =
        (statusClass == 2 || statusClass == 4 || statusClass == 5)
            && subject >= 0
            && subject <= 999
            && detail >= 0
            && detail <= 999;
    if (!valid) {
      throw new IllegalArgumentException(statusClass + "." + subject + "." + detail);
    }
  }

  /** Reads a text that is exactly one code; empty for anything else. */
  public static Optional<EnhancedStatus> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new EnhancedStatus(
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3))));
  }

  @Override
  public String toString() {
    return statusClass + "." + subject + "." + detail;
  }
}
