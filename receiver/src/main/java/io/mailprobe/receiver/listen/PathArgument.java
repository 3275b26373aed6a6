package io.mailprobe.receiver.listen;

import java.util.Optional;

/**
 * The argument of MAIL and RCPT: {@code FROM:<path> parameters} (RFC 5321 4.1.1.2).
 *
 * @param path what stands between the angle brackets
 * @param parameters what follows them
 */
record PathArgument(String path, String parameters) {

  private static final int MAX_PATH = 256;

  /** Reads the argument; empty for anything that does not have the form. */
  static Optional<PathArgument> parse(String keyword, String argument) {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
      return Optional.empty();
    }
    String text = argument.substring(keyword.length()).stripLeading();
    int close = closingBracket(text);
    if (close < 0 || close > MAX_PATH) {
      return Optional.empty();
    }
    String rest = text.substring(close + 1);
    return rest.isEmpty() || rest.startsWith(" ")
        ? Optional.of(new PathArgument(text.substring(1, close), rest.strip()))
        : Optional.empty();
  }

  /** Where the path ends; a bracket inside a quoted local part does not end it. */
  private static int closingBracket(String text) {
    if (!text.startsWith("<")) {
      return -1;
    }
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}
