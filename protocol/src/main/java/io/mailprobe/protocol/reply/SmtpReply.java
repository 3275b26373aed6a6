package io.mailprobe.protocol.reply;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One SMTP reply (RFC 5321 4.2). Whether it is transient or permanent is decided by its first digit
 * alone: Exchange Online sends pairs such as {@code 554 4.3.2}, so the enhanced code refines and
 * never decides.
 *
 * @param code 200 to 599; of the last line, where the lines of a multi-line reply disagree
 * @param enhanced the enhanced code (RFC 2034) at the start of the first line that has one, or of
 *     the last such line where the codes of the lines disagree: it belongs to the code that counts
 * @param lines the text of each line without the code and its separator; at least one
 * @param mixedCodes whether the lines of a multi-line reply carried different codes, which RFC 5321
 *     4.2.1 forbids
 */
public record SmtpReply(
    int code, Optional<EnhancedStatus> enhanced, List<String> lines, boolean mixedCodes) {

  /** Whatever follows the code but more of a number, such as an IP address. */
  private static final Pattern LEADING_STATUS =
      Pattern.compile("\\s*([245]\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");

  public SmtpReply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("not a reply code: " + code);
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has at least one line");
    }
    lines = List.copyOf(lines);
  }

  /** A reply of these lines, the enhanced code read from them. */
  public static SmtpReply of(int code, List<String> lines) {
    return of(code, lines, false);
  }

  static SmtpReply of(int code, List<String> lines, boolean mixedCodes) {
    List<String> inOrder = mixedCodes ? lines.reversed() : lines;
    Optional<EnhancedStatus> enhanced =
        inOrder.stream().map(SmtpReply::leadingStatus).flatMap(Optional::stream).findFirst();
    return new SmtpReply(code, enhanced, lines, mixedCodes);
  }

  private static Optional<EnhancedStatus> leadingStatus(String line) {
    Matcher status = LEADING_STATUS.matcher(line);
    return status.lookingAt() ? EnhancedStatus.parse(status.group(1)) : Optional.empty();
  }

  /** 2yz: done. */
  public boolean isPositive() {
    return code < 300;
  }

  /** 3yz: go on. */
  public boolean isIntermediate() {
    return code >= 300 && code < 400;
  }

  /** 4yz: not now. */
  public boolean isTransient() {
    return code >= 400 && code < 500;
  }

  /** 5yz: not so. */
  public boolean isPermanent() {
    return code >= 500;
  }

  /** Whether the enhanced code is of another class than the code, as in {@code 554 4.3.2}. */
  public boolean disagrees() {
    return enhanced.isPresent() && enhanced.get().statusClass() != code / 100;
  }

  /** The lines as one text, separated by a space. */
  public String text() {
    return String.join(" ", lines);
  }

  /** The reply as one line, such as {@code 421 4.3.2 Service not active}. */
  @Override
  public String toString() {
    return (code + " " + text()).strip();
  }
}
