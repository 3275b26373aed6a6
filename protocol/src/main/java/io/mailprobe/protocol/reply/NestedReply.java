package io.mailprobe.protocol.reply;

import java.util.Locale;
import java.util.Optional;

/**
 * A reply, and the reply that it reports: a mail server that could not hand a message on quotes
 * what the next hop told it. Exchange Online does so in {@code 450 4.4.317 … [Message=421 4.3.2 …]
 * [LastAttemptedServerName=…] [LastAttemptedIP=…]}, in message trace as {@code
 * {LED=…};{MSG=…};{FQDN=…};{IP=…}}, and as {@code 550 5.1.351 … -> 550 5.1.1 …}; Exchange Server as
 * {@code responded with: "421 …"}; Postfix as {@code host mx[192.0.2.1] said: 450 …}.
 *
 * @param outer the reply as it came
 * @param inner what it reports, the innermost where a report is within a report
 * @param nextHop the server that could not be reached or refused, as the outer reply names it
 * @param nextHopAddress its address and, where told, its port
 */
public record NestedReply(
    SmtpReply outer,
    Optional<SmtpReply> inner,
    Optional<String> nextHop,
    Optional<String> nextHopAddress) {

  /** Longer texts are read this far: no reply that says anything is longer. */
  public static final int MAX_TEXT = 8_000;

  /** Takes apart what a reply quotes. */
  public static NestedReply of(SmtpReply outer) {
    String text = bounded(outer.text());
    return new NestedReply(
        outer,
        NestedReplies.in(text).stream().reduce((_, within) -> within),
        nextHop(text),
        nextHopAddress(text));
  }

  /**
   * Reads a reply as people have it: as it came, on several lines, in quotes, behind {@code smtp;}
   * or {@code said:}, or within the {@code LED=} of a message trace. Empty if there is none in it.
   */
  public static Optional<NestedReply> read(String text) {
    String told = withoutQuotes(bounded(text));
    Optional<SmtpReply> direct =
        ReplyText.parse(told).or(() -> ReplyText.parse(withoutQuotes(afterType(told))));
    if (direct.isPresent()) {
      return direct.map(NestedReply::of);
    }
    return NestedReplies.in(told).stream().findFirst().map(reply -> of(reply).of(told));
  }

  /** What the text around the reply tells of the next hop, where the reply itself does not. */
  private NestedReply of(String around) {
    return new NestedReply(
        outer,
        inner,
        nextHop.or(() -> nextHop(around)),
        nextHopAddress.or(() -> nextHopAddress(around)));
  }

  private static Optional<String> nextHop(String text) {
    return value(text, "lastattemptedservername=")
        .or(() -> value(text, "{fqdn="))
        .or(() -> hostBeforeSaid(text).map(host -> host.split("\\[", 2)[0]))
        .filter(Trailer::isHostName);
  }

  private static Optional<String> nextHopAddress(String text) {
    return value(text, "lastattemptedip=")
        .or(() -> value(text, "{ip="))
        .or(
            () ->
                hostBeforeSaid(text)
                    .filter(host -> host.endsWith("]") && host.indexOf('[') >= 0)
                    .map(host -> host.substring(host.indexOf('[') + 1, host.length() - 1)))
        .filter(NestedReply::isAddress);
  }

  /** The word before {@code said:}, as Postfix writes it: {@code mx.example.net[192.0.2.1]}. */
  private static Optional<String> hostBeforeSaid(String text) {
    int said = text.indexOf(" said: ");
    return said <= 0
        ? Optional.empty()
        : Optional.of(text.substring(text.lastIndexOf(' ', said - 1) + 1, said));
  }

  private static Optional<String> value(String text, String key) {
    int at = text.toLowerCase(Locale.ROOT).indexOf(key);
    if (at < 0) {
      return Optional.empty();
    }
    int start = at + key.length();
    int end = start;
    while (end < text.length() && "]};, \t\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return Optional.of(text.substring(start, end));
  }

  private static boolean isAddress(String text) {
    return !text.isEmpty()
        && text.length() <= 60
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
  }

  /**
   * Without the {@code smtp;} that a delivery report writes before a diagnostic (RFC 3464 2.3.6).
   */
  private static String afterType(String text) {
    int semicolon = text.indexOf(';');
    boolean typed =
        semicolon > 0 && text.chars().limit(semicolon).allMatch(NestedReply::isInTypeName);
    return typed ? text.substring(semicolon + 1).strip() : text;
  }

  private static boolean isInTypeName(int c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == ':' || c == ' ';
  }

  /** What stands in the quotes that a text begins with; the text itself if it does not. */
  private static String withoutQuotes(String text) {
    String told = text.strip();
    if (told.isEmpty() || "\"'`".indexOf(told.charAt(0)) < 0) {
      return told;
    }
    int end = told.length();
    for (int i = 1; i < end; i++) {
      // What is followed by a letter is an apostrophe.
      boolean closes = told.charAt(i) == told.charAt(0);
      if (closes && (i + 1 == end || !Character.isLetterOrDigit(told.charAt(i + 1)))) {
        end = i;
      }
    }
    return told.substring(1, end).strip();
  }

  private static String bounded(String text) {
    return text.substring(0, Math.min(text.length(), MAX_TEXT));
  }
}
