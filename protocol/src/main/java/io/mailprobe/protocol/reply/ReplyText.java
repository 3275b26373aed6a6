package io.mailprobe.protocol.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a reply from a text that is one. */
final class ReplyText {

  private ReplyText() {}

  /**
   * A text that begins with a code, each further line with the same code before it or without, as
   * mail programs show them. Empty for anything else.
   */
  static Optional<SmtpReply> parse(String text) {
    if (!isCoded(text.stripLeading())) {
      return Optional.empty();
    }
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String code = lines.getFirst().substring(0, 3);
    List<String> texts = new ArrayList<>();
    for (String line : lines) {
      boolean coded = line.startsWith(code) && isCoded(line);
      texts.add(coded ? line.substring(Math.min(4, line.length())).strip() : line);
    }
    return Optional.of(SmtpReply.of(Integer.parseInt(code), texts));
  }

  private static boolean isCoded(String line) {
    return line.length() >= 3
        && line.charAt(0) >= '2'
        && line.charAt(0) <= '5'
        && isDigit(line.charAt(1))
        && isDigit(line.charAt(2))
        && (line.length() == 3 || Character.isWhitespace(line.charAt(3)) || line.charAt(3) == '-');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
