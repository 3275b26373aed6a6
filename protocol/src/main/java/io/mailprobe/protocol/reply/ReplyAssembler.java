package io.mailprobe.protocol.reply;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a reply of bytes as they come in, whole or in pieces. Total: any bytes lead to a reply, to
 * a named problem, or to "more is needed". Forgiving where a peer breaks the rules harmlessly (a
 * bare LF, a code without text, lines and replies of any length, of which the first {@value
 * #MAX_LINE_LENGTH} characters and {@value #MAX_LINES} lines are kept), strict where it does not
 * speak SMTP at all. Text is read as ISO 8859-1, so that no byte is lost.
 *
 * <p>Not thread safe.
 */
public final class ReplyAssembler {

  /** How much of a line is kept as evidence. RFC 5321 4.5.3.1.5 allows a peer 512 bytes. */
  public static final int MAX_LINE_LENGTH = 2_000;

  /** How many lines of a reply are kept as evidence: the first ones, and always the last. */
  public static final int MAX_LINES = 100;

  /** How many bytes a peer may send for one reply before it is taken as noise. */
  public static final int MAX_REPLY_BYTES = 1_048_576;

  /** What the bytes so far came to. */
  public sealed interface Progress {
    /** The reply is not complete. */
    record MoreNeeded() implements Progress {}

    /** The reply is complete; the assembler is ready for the next one. */
    record Complete(SmtpReply reply) implements Progress {}

    /**
     * This is not SMTP; nothing after it can be believed.
     *
     * @param evidence what came in, its first {@value #MAX_LINE_LENGTH} characters
     */
    record Malformed(Problem problem, String evidence) implements Progress {}
  }

  /** The ways in which bytes are not a reply. */
  public enum Problem {
    /** A line does not begin with a code from 200 to 599 and a space, a dash or nothing. */
    NOT_A_REPLY_LINE,
    /** More than {@value #MAX_REPLY_BYTES} bytes and no end. */
    TOO_LONG
  }

  private static final Progress MORE = new Progress.MoreNeeded();

  private final StringBuilder line = new StringBuilder();
  private final List<String> lines = new ArrayList<>();
  private int firstCode;
  private boolean mixedCodes;
  private int bytes;

  /** Takes one byte. After {@link Progress.Malformed} the assembler must not be used again. */
  public Progress accept(byte b) {
    if (++bytes > MAX_REPLY_BYTES) {
      return new Progress.Malformed(Problem.TOO_LONG, partial());
    }
    if (b != '\n') {
      if (line.length() < MAX_LINE_LENGTH) {
        line.append((char) Byte.toUnsignedInt(b)); // ISO 8859-1
      }
      return MORE;
    }
    String text = withoutCarriageReturns(line.toString());
    line.setLength(0);
    return endOfLine(text);
  }

  /**
   * What has come in of a reply that is not complete, for the evidence, its first {@value
   * #MAX_LINE_LENGTH} characters; empty if nothing has.
   */
  public String partial() {
    StringBuilder text = new StringBuilder();
    for (String whole : lines) {
      text.append(whole).append(' ');
    }
    text.append(withoutCarriageReturns(line.toString()));
    return text.substring(0, Math.min(text.length(), MAX_LINE_LENGTH)).stripTrailing();
  }

  private Progress endOfLine(String text) {
    if (!isReplyLine(text)) {
      lines.add(text);
      return new Progress.Malformed(Problem.NOT_A_REPLY_LINE, partial());
    }
    int code = Integer.parseInt(text.substring(0, 3));
    boolean last = text.length() == 3 || text.charAt(3) == ' ';
    if (firstCode == 0) {
      firstCode = code;
    }
    mixedCodes |= code != firstCode;
    if (lines.size() < MAX_LINES - 1 || last) {
      lines.add(text);
    }
    if (!last) {
      return MORE;
    }
    SmtpReply reply =
        SmtpReply.of(code, lines.stream().map(ReplyAssembler::text).toList(), mixedCodes);
    lines.clear();
    firstCode = 0;
    mixedCodes = false;
    bytes = 0;
    return new Progress.Complete(reply);
  }

  private static String text(String line) {
    return line.length() <= 4 ? "" : line.substring(4);
  }

  private static String withoutCarriageReturns(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(0, end);
  }

  private static boolean isReplyLine(String text) {
    return text.length() >= 3
        && text.charAt(0) >= '2'
        && text.charAt(0) <= '5'
        && isDigit(text.charAt(1))
        && isDigit(text.charAt(2))
        && (text.length() == 3 || text.charAt(3) == ' ' || text.charAt(3) == '-');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
