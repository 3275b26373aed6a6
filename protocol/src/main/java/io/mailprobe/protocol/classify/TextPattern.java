package io.mailprobe.protocol.classify;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Words that stand somewhere in a text, whatever their case and the white space between them;
 * {@code *} for anything between two of them. No regular expression: matching costs no more than
 * looking for each piece once, whatever a peer sends.
 */
public final class TextPattern {

  /** The longest pattern. */
  public static final int MAX_LENGTH = 200;

  private static final int MAX_TEXT = 8_000;

  private final String text;
  private final List<String> pieces;

  private TextPattern(String text) {
    this.text = text;
    this.pieces =
        Stream.of(text.split("\\*"))
            .map(TextPattern::normalized)
            .filter(piece -> !piece.isEmpty())
            .toList();
  }

  /** Reads a pattern; empty if there is nothing in it to look for, or too much. */
  public static Optional<TextPattern> parse(String text) {
    TextPattern pattern = new TextPattern(text);
    return pattern.pieces.isEmpty() || text.length() > MAX_LENGTH
        ? Optional.empty()
        : Optional.of(pattern);
  }

  /** Makes a text comparable: bounded, in lower case, one space for any white space. */
  static String normalized(String text) {
    StringBuilder normal = new StringBuilder(Math.min(text.length(), MAX_TEXT));
    boolean gap = false;
    for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
      char c = text.charAt(i);
      if (c <= ' ') {
        gap = !normal.isEmpty();
        continue;
      }
      if (gap) {
        normal.append(' ');
        gap = false;
      }
      normal.append(c);
    }
    return normal.toString().toLowerCase(Locale.ROOT);
  }

  /** Whether the pieces stand in a text, one after the other; the text is normalized. */
  boolean matches(String normalized) {
    int from = 0;
    for (String piece : pieces) {
      int at = normalized.indexOf(piece, from);
      if (at < 0) {
        return false;
      }
      from = at + piece.length();
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
