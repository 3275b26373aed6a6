package io.mailprobe.protocol.classify;

import java.util.Locale;
import java.util.Optional;

/**
 * What Exchange Online writes behind a text to say where in it the refusal arose, as in {@code
 * PRX4}, {@code ATTR35}, {@code (S77714)} and {@code AS(7555)}.
 *
 * @param family the letters: which part
 * @param number the digits: what went wrong there; evidence, never a label
 */
public record Suffix(Family family, String number) {

  private static final int MAX_DIGITS = 12;

  /** The parts of Exchange Online that sign their refusals. */
  public enum Family {
    /** The front-end proxy, which did not reach the back end. */
    PRX,
    /** Tenant attribution, which did not find whose mail it is. */
    ATTR,
    /** A decision of the spam filter. */
    AS,
    /** A decision of the spam filter about the sending address. */
    S;

    /** The name in metrics, rules and documents. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The first suffix in a text. */
  static Optional<Suffix> in(String text) {
    for (int start = 0; start < text.length(); start++) {
      if (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1))) {
        for (Family family : Family.values()) {
          Optional<Suffix> suffix = at(text, start, family);
          if (suffix.isPresent()) {
            return suffix;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Suffix> at(String text, int start, Family family) {
    String letters = family.name();
    int digits = start + letters.length();
    if (!text.startsWith(letters, start)) {
      return Optional.empty();
    }
    boolean opened = digits < text.length() && text.charAt(digits) == '(';
    if (opened) {
      digits++;
    }
    int end = digits;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    boolean whole = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
    boolean bracketed = opened || (start > 0 && "([".indexOf(text.charAt(start - 1)) >= 0);
    // A lone S is a common letter: S3 may be anything, (S3114) is the spam filter.
    boolean fits = whole && end > digits && end - digits <= MAX_DIGITS;
    return fits && (family != Family.S || bracketed)
        ? Optional.of(new Suffix(family, text.substring(digits, end)))
        : Optional.empty();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** As it is written, such as {@code PRX4}. */
  @Override
  public String toString() {
    return family + number;
  }
}
