package io.mailprobe.receiver.explain.report;

import io.mailprobe.protocol.reply.NestedReplies;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.receiver.explain.report.ParsedReport.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reports in sentences only, as qmail, older versions of Exim, Postfix, Sendmail and Exchange write
 * them. What they quote of the message is cut off first: a probe's own text speaks of delays.
 */
final class Words {

  private static final int MOST_RECIPIENTS = 20;

  /** No mail system says more than this before it quotes. */
  private static final int MOST_TEXT = 16_384;

  /** Where the original message begins: by what announces it, or by what it begins with. */
  private static final Pattern ORIGINAL =
      Pattern.compile(
          "^[->\\s=*]{0,20}(?:Below this line is a copy of the message"
              + "|(?:This is|Here is) a copy of (?:the|your) (?:original )?message"
              + "|(?:The )?(?:original|returned|undelivered) message (?:follows|headers|is attached|below|text)"
              + "|Original message|Message header follows|Unsent message follows|Returned message"
              + "|(?:Return-Path|Received|X-Mailprobe)\\s?:"
              + "|This\\s+is\\s+a\\s+test\\s+message\\.)",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  /** A line that is an address, after which the reason stands. */
  private static final Pattern RECIPIENT =
      Pattern.compile(
          "^[ \t]{0,8}<?(?<address>[^\\s<>@:]{1,100}@[^\\s<>@:]{1,200}?)>?(?:[ \t]{1,4}on[ \t][^\\r\\n]{0,60})?:?(?<rest>[ \t][^\\r\\n]{1,500})?[ \t]*\\r?$",
          Pattern.MULTILINE);

  private static final Pattern BLANK = Pattern.compile("\\s+");

  private Words() {}

  /** What the report's own sentences are, without the message that they are about. */
  static String sentences(String text) {
    String beginning = text.substring(0, Math.min(text.length(), MOST_TEXT));
    Matcher original = ORIGINAL.matcher(beginning);
    return original.find() ? beginning.substring(0, original.start()) : beginning;
  }

  /**
   * What the sentences say.
   *
   * @param failed the addresses that a header of the report names
   * @param messageId the report's own
   */
  static List<Entry> read(String sentences, List<String> failed, Optional<String> messageId) {
    Optional<Action> action = Judgement.byWords(sentences);
    if (action.isEmpty()) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    Matcher recipient = RECIPIENT.matcher(sentences);
    int from = -1;
    String address = "";
    while (entries.size() < MOST_RECIPIENTS && recipient.find()) {
      if (from >= 0) {
        entries.add(
            entry(
                action.get(),
                address,
                sentences.substring(from, recipient.start()),
                sentences,
                messageId));
      }
      address = recipient.group("address");
      from = recipient.start("rest") < 0 ? recipient.end() : recipient.start("rest");
    }
    if (from >= 0 && entries.size() < MOST_RECIPIENTS) {
      entries.add(entry(action.get(), address, sentences.substring(from), sentences, messageId));
    }
    for (String other : failed) {
      boolean new_ = entries.stream().noneMatch(entry -> entry.recipients().contains(other));
      if (new_ && entries.size() < MOST_RECIPIENTS) {
        entries.add(entry(action.get(), other, sentences, sentences, messageId));
      }
    }
    return entries.isEmpty()
        ? List.of(entry(action.get(), "", sentences, sentences, messageId))
        : entries;
  }

  private static Entry entry(
      Action action, String address, String reason, String all, Optional<String> messageId) {
    String own = oneLine(reason);
    String diagnostic = NestedReplies.in(own).isEmpty() ? fallback(own, all) : own;
    RemoteServer remote = RemoteServer.inText(own).or(RemoteServer.inText(all));
    Notice notice =
        new Notice(
            action,
            Statuses.inText(diagnostic),
            Optional.of(diagnostic).filter(text -> !text.isEmpty()),
            Optional.of(address).filter(text -> !text.isEmpty()),
            Optional.empty(),
            remote.name(),
            remote.address(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            messageId);
    return new Entry(notice, address.isEmpty() ? List.of() : Addresses.in(address));
  }

  private static String fallback(String own, String all) {
    return own.isEmpty() ? oneLine(all) : own;
  }

  static String oneLine(String text) {
    return BLANK.matcher(text).replaceAll(" ").strip();
  }
}
