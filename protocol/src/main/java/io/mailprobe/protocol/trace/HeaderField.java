package io.mailprobe.protocol.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One field of a header block (RFC 5322 2.2).
 *
 * @param name as it is written, without space around it
 * @param value unfolded: each line end in it is taken out, and the space at both its ends
 * @param raw the field as it stands in the block, without its last line end
 */
public record HeaderField(String name, String value, String raw) {

  /** Whether it has that name; case says nothing. */
  public boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }

  /**
   * The fields of a block up to its empty line or its end, in their order. Total: a line that is
   * neither a field nor the continuation of one is passed over, with what continues it.
   */
  public static List<HeaderField> parse(String block) {
    List<HeaderField> fields = new ArrayList<>();
    int start = 0;
    while (start < block.length() && lineEnd(block, start) != start) {
      int end = fieldEnd(block, start);
      field(block.substring(start, end)).ifPresent(fields::add);
      start = afterLineEnd(block, end);
    }
    return fields;
  }

  /** The end of the last line that continues the one that starts there. */
  private static int fieldEnd(String block, int start) {
    int end = lineEnd(block, start);
    while (continues(block, afterLineEnd(block, end))) {
      end = lineEnd(block, afterLineEnd(block, end));
    }
    return end;
  }

  private static boolean continues(String block, int lineStart) {
    return lineStart < block.length() && isSpace(block.charAt(lineStart));
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t';
  }

  private static int lineEnd(String block, int from) {
    int feed = block.indexOf('\n', from);
    if (feed < 0) {
      return block.length();
    }
    return feed > from && block.charAt(feed - 1) == '\r' ? feed - 1 : feed;
  }

  private static int afterLineEnd(String block, int end) {
    if (end >= block.length()) {
      return block.length();
    }
    return block.charAt(end) == '\r' ? end + 2 : end + 1;
  }

  private static Optional<HeaderField> field(String raw) {
    int colon = raw.indexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    String name = raw.substring(0, colon).stripTrailing(); // Obsolete syntax has space before it.
    boolean named = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 127);
    return named
        ? Optional.of(new HeaderField(name, unfold(raw.substring(colon + 1)).strip(), raw))
        : Optional.empty();
  }

  private static String unfold(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character != '\r' && character != '\n') {
        line.append(character);
      }
    }
    return line.toString();
  }
}
