package io.mailprobe.receiver.listen;

import java.util.Optional;

/**
 * An address (RFC 5321 4.1.2).
 *
 * @param localPart without its quotes, where it was quoted
 * @param domain a name, or an address literal in brackets
 */
public record Mailbox(String localPart, String domain) {

  private static final int MAX_LOCAL_PART = 64;
  private static final int MAX_DOMAIN = 255;
  private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~.";

  /**
   * Reads an address, past a source route, which is ignored (RFC 5321 4.1.1.3). Dots may stand
   * anywhere in the local part: there are senders with two in a row, and they are not ours to
   * judge.
   */
  public static Optional<Mailbox> parse(String path) {
    String text = path;
    if (text.startsWith("@")) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        return Optional.empty();
      }
      text = text.substring(colon + 1);
    }
    int at = text.lastIndexOf('@');
    if (at < 1) {
      return Optional.empty();
    }
    String domain = text.substring(at + 1);
    return localPart(text.substring(0, at))
        .filter(local -> !local.isEmpty() && local.length() <= MAX_LOCAL_PART)
        .filter(_ -> isDomain(domain))
        .map(local -> new Mailbox(local, domain));
  }

  private static Optional<String> localPart(String text) {
    if (text.startsWith("\"")) {
      return unquote(text);
    }
    boolean atoms =
        text.chars()
            .allMatch(c -> Character.isLetterOrDigit(c) || c > 0x7F || ATEXT.indexOf(c) >= 0);
    return atoms ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> unquote(String text) {
    StringBuilder content = new StringBuilder();
    int last = text.length() - 1;
    for (int i = 1; i < last; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return Optional.empty();
      }
      if (c == '\\' && ++i == last) {
        return Optional.empty();
      }
      content.append(text.charAt(i));
    }
    boolean closed = last > 0 && text.charAt(last) == '"';
    return closed ? Optional.of(content.toString()) : Optional.empty();
  }

  private static boolean isDomain(String text) {
    if (text.isEmpty() || text.length() > MAX_DOMAIN) {
      return false;
    }
    if (text.startsWith("[")) {
      return text.endsWith("]") && text.chars().skip(1).noneMatch(c -> c == '[' || c <= ' ');
    }
    return text.chars()
        .allMatch(c -> Character.isLetterOrDigit(c) || c > 0x7F || "-._".indexOf(c) >= 0);
  }

  boolean isAscii() {
    return toString().chars().allMatch(c -> c < 0x80);
  }

  /** The address, its local part without quotes. */
  @Override
  public String toString() {
    return localPart + "@" + domain;
  }
}
