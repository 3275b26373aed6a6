package io.mailprobe.receiver.explain.report;

import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.reply.NestedReplies;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.receiver.explain.report.ParsedReport.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the fields of a delivery status to what they say of each recipient. */
final class FieldNotices {

  /** How Exchange quotes a reply to people; the quotes differ from language to language. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "['\"\u2018\u2019\u201c\u201d\u00ab\u00bb]\\s?([245]\\d\\d [245]\\.[^'\"\u2019\u201d\u00bb]{1,1500})");

  private final StatusFields fields;
  private final String sentences;
  private final Optional<String> messageId;

  /**
   * @param sentences what the report says to people
   * @param messageId the report's own
   */
  FieldNotices(StatusFields fields, String sentences, Optional<String> messageId) {
    this.fields = fields;
    this.sentences = sentences;
    this.messageId = messageId;
  }

  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Map<String, String> recipient : fields.recipients()) {
      entry(recipient).ifPresent(entries::add);
    }
    return entries;
  }

  private Optional<Entry> entry(Map<String, String> recipient) {
    String about = fields.recipients().size() == 1 ? sentences : "";
    Optional<EnhancedStatus> status = field(recipient, "status").flatMap(Statuses::inText);
    String diagnostic = diagnostic(recipient, about);
    Optional<Action> action =
        Judgement.byFields(field(recipient, "action").orElse(""), status, diagnostic, about);
    return action.map(
        known -> new Entry(notice(known, status, diagnostic, recipient), addresses(recipient)));
  }

  private Notice notice(
      Action action,
      Optional<EnhancedStatus> status,
      String diagnostic,
      Map<String, String> recipient) {
    RemoteServer remote =
        field(recipient, "remote-mta")
            .map(RemoteServer::inField)
            .orElse(RemoteServer.UNKNOWN)
            .or(RemoteServer.inText(diagnostic))
            .or(RemoteServer.inText(fields.recipients().size() == 1 ? sentences : ""));
    return new Notice(
        action,
        status.or(() -> Statuses.inText(diagnostic)),
        Optional.of(diagnostic).filter(text -> !text.isEmpty()),
        field(recipient, "final-recipient")
            .or(() -> field(recipient, "original-recipient"))
            .map(value -> Addresses.in(value).getFirst()),
        field(fields.message(), "reporting-mta").map(Addresses::withoutType),
        remote.name(),
        remote.address(),
        field(fields.message(), "arrival-date").flatMap(Dates::parse),
        field(recipient, "last-attempt-date").flatMap(Dates::parse),
        field(recipient, "will-retry-until").flatMap(Dates::parse),
        messageId);
  }

  private static List<String> addresses(Map<String, String> recipient) {
    List<String> addresses = new ArrayList<>();
    field(recipient, "original-recipient").map(Addresses::in).ifPresent(addresses::addAll);
    field(recipient, "final-recipient").map(Addresses::in).ifPresent(addresses::addAll);
    return addresses;
  }

  /**
   * The field, or what is told to people where that goes deeper: Exchange Online tells an expiry or
   * a delay in the field, and in the text what its attempts came to. A refusal is no other's.
   */
  private static String diagnostic(Map<String, String> recipient, String sentences) {
    String told =
        field(recipient, "diagnostic-code")
            .map(code -> code.substring(0, Math.min(code.length(), 2 * Notice.MAX_TEXT)))
            .map(Addresses::withoutType)
            .map(Words::oneLine)
            .orElse("");
    List<SmtpReply> replies = NestedReplies.in(told);
    boolean timeOnly = replies.isEmpty() || Judgement.isOfTime(told, replies.getFirst());
    String deepest = told;
    int depth = replies.size();
    Matcher quoted = QUOTED.matcher(Words.oneLine(sentences));
    while (quoted.find()) {
      List<SmtpReply> others = NestedReplies.in(quoted.group(1));
      boolean same =
          !others.isEmpty()
              && !replies.isEmpty()
              && others.getFirst().code() == replies.getFirst().code();
      if (others.size() > depth && (timeOnly || same)) {
        deepest = quoted.group(1).strip();
        depth = others.size();
      }
    }
    return deepest;
  }

  private static Optional<String> field(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isBlank());
  }
}
