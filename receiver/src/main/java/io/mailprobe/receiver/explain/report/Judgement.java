package io.mailprobe.receiver.explain.report;

import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.reply.NestedReplies;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.report.Action;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What became of the message, from what a report says. Pure. */
final class Judgement {

  /** Not "expired" alone: certificates and accounts expire, too. */
  private static final Pattern EXPIRY =
      words(
          "messages? (has |have )?(been )?expired|delivery (time |attempts? )?(has |have )?expired",
          "retry time(out)? (exceeded|not reached)|maximum (retry|queue|delivery) time",
          "(in|on) (the|its|our) (mail )?queue too long|queue (lifetime|time) (was )?exceeded",
          "could not be delivered (for|within|after) \\d|delivery timed out",
          "will be deleted from queue|unable to deliver .{0,80} after \\d+ (hours|days)",
          "queued for too long|exceeded .{0,30}queue .{0,30}time");

  /** 7 by RFC 3463; the others are Exchange Online's own, made of transient ones at expiry. */
  private static final Set<Integer> EXPIRED_DETAILS = Set.of(7, 300, 312, 314, 315, 316, 317, 318);

  private static final Pattern DELAY =
      words(
          "not (yet )?been delivered (yet|to (one|some))|has not yet been delivered",
          "(has been|is being|was) delayed|delivery (is |has been )?delayed|message delayed",
          "delayed (for )?(more than )?\\d+ (hours?|minutes?)|this is a warning( message)? only",
          "warning: (message|could not send)|could not send message for (the )?past",
          "(don't|do not|don&#39;t) need to resend|no action is required",
          "will (continue|keep) (on )?(to )?(try|retry|be (re)?tried|attempt)",
          "delivery attempts will continue|will be retried|still being (re)?tried");

  private static final Pattern FAILURE =
      words(
          "(could|can|would) ?(not|n't) be (delivered|reached)|cannot be (delivered|reached)",
          "unable to deliver|wasn't able to deliver|was not able to deliver|undeliverable",
          "delivery (has |to the following .{0,60})?failed|failed permanently|delivery failure",
          "permanent (fatal )?errors?|permanent failure|did(n't| not) reach",
          "return(ed|ing) (message )?to sender|following address(\\(es\\)|es)? failed",
          "wasn't delivered|was not delivered|not delivered|has been rejected|rejected your message");

  private Judgement() {}

  private static Pattern words(String... alternatives) {
    return Pattern.compile(
        "(?:" + String.join("|", alternatives).replace(" ", "\\s{1,20}") + ")",
        Pattern.CASE_INSENSITIVE);
  }

  /**
   * Of a recipient with fields.
   *
   * @param said what the field Action says, or nothing
   * @param diagnostic what goes with it
   * @param sentences what the report says to people, where it speaks of this recipient alone
   */
  static Optional<Action> byFields(
      String said, Optional<EnhancedStatus> status, String diagnostic, String sentences) {
    Optional<Action> action =
        named(said).or(() -> status.map(Judgement::byClass)).or(() -> byReply(diagnostic));
    return action.map(
        one ->
            one == Action.FAILED && isExpiry(status, diagnostic, sentences) ? Action.EXPIRED : one);
  }

  /** Some add a comment or a reason. */
  private static Optional<Action> named(String said) {
    String word = said.strip().toLowerCase(Locale.ROOT).replaceFirst("[^a-z].*", "");
    return switch (word) {
      case "failed", "failure" -> Optional.of(Action.FAILED);
      case "delayed" -> Optional.of(Action.DELAYED);
      case "delivered" -> Optional.of(Action.DELIVERED);
      case "relayed" -> Optional.of(Action.RELAYED);
      case "expanded" -> Optional.of(Action.EXPANDED);
      case "expired" -> Optional.of(Action.EXPIRED);
      default -> Optional.empty();
    };
  }

  private static Action byClass(EnhancedStatus status) {
    return switch (status.statusClass()) {
      case 2 -> Action.DELIVERED;
      case 4 -> Action.DELAYED;
      default -> Action.FAILED;
    };
  }

  private static Optional<Action> byReply(String text) {
    List<SmtpReply> replies = NestedReplies.in(text);
    if (replies.isEmpty() || replies.getFirst().isPositive()) {
      return Optional.empty();
    }
    return Optional.of(replies.getFirst().isTransient() ? Action.DELAYED : Action.FAILED);
  }

  /**
   * Whether time ran out rather than anybody refusing for good. Exchange Online turns the code of
   * its last attempt into a permanent one and says that the message expired; Postfix and others
   * fail with the transient code of theirs.
   */
  private static boolean isExpiry(
      Optional<EnhancedStatus> status, String diagnostic, String sentences) {
    if (status.filter(Judgement::meansExpiry).isPresent() || EXPIRY.matcher(diagnostic).find()) {
      return true;
    }
    List<SmtpReply> replies = NestedReplies.in(diagnostic);
    boolean refused = !replies.isEmpty() && replies.getFirst().isPermanent();
    if (refused) {
      return false; // Whatever it says elsewhere: somebody said no.
    }
    return (!replies.isEmpty() && replies.getFirst().isTransient())
        || status.filter(one -> one.statusClass() == 4).isPresent()
        || EXPIRY.matcher(sentences).find();
  }

  private static boolean meansExpiry(EnhancedStatus status) {
    return status.subject() == 4 && EXPIRED_DETAILS.contains(status.detail());
  }

  /** Whether a reply tells that time passed, and nothing of why. */
  static boolean isOfTime(String diagnostic, SmtpReply reply) {
    return EXPIRY.matcher(diagnostic).find()
        || reply.enhanced().filter(Judgement::meansExpiry).isPresent();
  }

  /** Of a report in sentences. In languages that we do not read the reply alone tells. */
  static Optional<Action> byWords(String sentences) {
    if (DELAY.matcher(sentences).find()) {
      return Optional.of(Action.DELAYED);
    }
    Optional<Action> byReply = byReply(sentences);
    if (EXPIRY.matcher(sentences).find()) {
      return Optional.of(Action.EXPIRED);
    }
    if (FAILURE.matcher(sentences).find()) {
      return Optional.of(
          byReply.equals(Optional.of(Action.DELAYED)) ? Action.EXPIRED : Action.FAILED);
    }
    return byReply;
  }
}
