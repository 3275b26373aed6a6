package io.mailprobe.protocol.classify;

import java.util.Optional;

/**
 * Some of the refusing codes: one as in {@code 421}, or all that begin alike as in {@code 45x} and
 * {@code 4xx}.
 *
 * @param text three characters: 4 or 5, then digits or {@code x}
 */
public record CodePattern(String text) {

  public CodePattern {
    if (!fits(text)) {
      throw new IllegalArgumentException("not a pattern of codes: " + text);
    }
  }

  /** Reads a pattern; empty if it is none. */
  public static Optional<CodePattern> parse(String text) {
    return fits(text) ? Optional.of(new CodePattern(text)) : Optional.empty();
  }

  private static boolean fits(String text) {
    return text.length() == 3
        && (text.charAt(0) == '4' || text.charAt(0) == '5')
        && (text.substring(1).equals("xx")
            || (isDigit(text.charAt(1)) && (isDigit(text.charAt(2)) || text.charAt(2) == 'x')));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  boolean matches(int code) {
    String digits = Integer.toString(code);
    int end = text.indexOf('x');
    return end < 0 ? digits.equals(text) : digits.startsWith(text.substring(0, end));
  }

  @Override
  public String toString() {
    return text;
  }
}
