package io.mailprobe.protocol.reply;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What Exchange Online writes in brackets at the end of a reply: {@code [server]}, {@code
 * [Hostname=server]} or {@code [server 2024-10-10T20:31:23.429Z 08DCE853B9232A86]}. Evidence for a
 * support ticket; of it only what the server's name tells may become a label.
 *
 * @param server the name of the server that answered
 * @param clock its own clock when it did
 * @param session its id for the session
 */
public record Trailer(String server, Optional<Instant> clock, Optional<String> session) {

  private static final String HOSTNAME = "hostname=";
  private static final int MAX_LENGTH = 400;
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;
  private static final int MAX_SESSION = 64;

  /** Reads the trailer at the end of a reply's text; empty where there is none. */
  public static Optional<Trailer> of(String text) {
    int end = lastVisible(text);
    if (end <= 0 || text.charAt(end - 1) != ']') {
      return Optional.empty();
    }
    int start = text.lastIndexOf('[', end - 1);
    boolean fits = start >= 0 && end - start <= MAX_LENGTH && text.indexOf(']', start) == end - 1;
    return fits ? read(text.substring(start + 1, end - 1)) : Optional.empty();
  }

  private static int lastVisible(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return end;
  }

  private static Optional<Trailer> read(String content) {
    boolean named = content.toLowerCase(Locale.ROOT).startsWith(HOSTNAME);
    String[] words = (named ? content.substring(HOSTNAME.length()) : content).split(" ", 4);
    if (!isHostName(words[0])) {
      return Optional.empty();
    }
    return Optional.of(
        new Trailer(
            words[0],
            words.length > 1 ? instant(words[1]) : Optional.empty(),
            words.length > 2 && isId(words[2]) ? Optional.of(words[2]) : Optional.empty()));
  }

  private static Optional<Instant> instant(String word) {
    try {
      return Optional.of(Instant.parse(word));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static boolean isId(String word) {
    return !word.isEmpty()
        && word.length() <= MAX_SESSION
        && word.chars().allMatch(Trailer::isLetterOrDigit);
  }

  /** Whether a word is a host's name of at least two labels, the last of which is no number. */
  static boolean isHostName(String word) {
    int lastDot = word.lastIndexOf('.');
    if (lastDot <= 0 || word.length() > MAX_NAME) {
      return false;
    }
    int label = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean inName = isLetterOrDigit(c) || c == '-' || c == '_';
      if (c == '.' ? label == 0 : !inName || label == MAX_LABEL) {
        return false;
      }
      label = c == '.' ? 0 : label + 1;
    }
    return label >= 2 && word.chars().skip(lastDot + 1L).allMatch(Trailer::isLetter);
  }

  private static boolean isLetterOrDigit(int c) {
    return isLetter(c) || (c >= '0' && c <= '9');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
