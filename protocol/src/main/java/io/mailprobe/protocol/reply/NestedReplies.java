package io.mailprobe.protocol.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds replies in what a mail system says about its own attempts, where one reply tells of
 * another: {@code 450 4.4.317 Cannot establish session with remote server [Message=421 4.3.2
 * Service not active]}. Total, and linear in the text.
 */
public final class NestedReplies {

  /** Deeper than any mail system tells. */
  private static final int MOST = 10;

  /**
   * A code with its enhanced code is a reply wherever it stands. A code alone is one only where a
   * reply is announced, since any number could be a code.
   */
  private static final Pattern REPLY =
      Pattern.compile(
          "(?<![\\w./-])(?<!\\d:)(?:(?<coded>[245]\\d\\d)(?<more>[ -])[ -]{0,2}(?=[245]\\.\\d{1,3}\\.\\d{1,3}(?!\\.?\\d))"
              + "|(?<=^|\\[Message=|LED=|MSG=|said: |talk to me: |-> |>: |<<< |ponse: |eturned '|eturned \"|error: |back: )"
              + "(?<bare>[245]\\d\\d)(?<separator>[ -]|$))");

  private NestedReplies() {}

  /** The replies in a text, the outermost first; empty where there is none. */
  public static List<SmtpReply> in(String text) {
    List<SmtpReply> replies = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    Matcher matcher = REPLY.matcher(text);
    boolean found = matcher.find();
    while (found && replies.size() < MOST) {
      int start = matcher.start();
      int code = code(matcher);
      lines.clear();
      boolean continued = true;
      int end = 0;
      // A reply of several lines is told with its code on each of them.
      while (found
          && continued
          && code(matcher) == code
          && lines.size() < ReplyAssembler.MAX_LINES) {
        continued = separator(matcher).equals("-");
        int from = matcher.end();
        found = matcher.find();
        end = continued && found && code(matcher) == code ? matcher.start() : end(text, start);
        lines.add(text.substring(Math.min(from, end), end).strip());
      }
      replies.add(SmtpReply.of(code, lines));
    }
    return List.copyOf(replies);
  }

  private static int code(Matcher matcher) {
    String coded = matcher.group("coded");
    return Integer.parseInt(coded == null ? matcher.group("bare") : coded);
  }

  private static String separator(Matcher matcher) {
    String more = matcher.group("more");
    return more == null ? matcher.group("separator") : more;
  }

  /** One that stands in brackets or quotes ends with them; any other goes on to the text's end. */
  private static int end(String text, int start) {
    if (follows(text, start, "[Message=")) {
      return closing(text, start, '[', ']');
    }
    if (follows(text, start, "{LED=") || follows(text, start, "{MSG=")) {
      return closing(text, start, '{', '}');
    }
    boolean quoted = start > 0 && "\"'`".indexOf(text.charAt(start - 1)) >= 0;
    return quoted ? closing(text, start, text.charAt(start - 1)) : text.length();
  }

  private static boolean follows(String text, int start, String mark) {
    return text.regionMatches(true, start - mark.length(), mark, 0, mark.length());
  }

  private static int closing(String text, int start, char open, char close) {
    int depth = 1;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == open) {
        depth++;
      } else if (c == close && --depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  /** Where a quote is closed; before a letter it is an apostrophe. */
  private static int closing(String text, int start, char quote) {
    int end = text.indexOf(quote, start);
    while (end >= 0 && end + 1 < text.length() && Character.isLetter(text.charAt(end + 1))) {
      end = text.indexOf(quote, end + 1);
    }
    return end < 0 ? text.length() : end;
  }
}
