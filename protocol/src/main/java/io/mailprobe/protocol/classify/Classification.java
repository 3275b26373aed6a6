package io.mailprobe.protocol.classify;

import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.reply.Trailer;
import java.util.Optional;

/**
 * What a refusing reply means.
 *
 * @param reply the reply taken apart: the outer, and what it quotes
 * @param reason why it was refused
 * @param party whom that points at
 * @param rule the rule that says so; empty where none matched
 * @param advice what to do
 * @param suffix where in Exchange Online it arose
 * @param trailer which server said so, and when by its clock
 */
public record Classification(
    NestedReply reply,
    Reason reason,
    Party party,
    Optional<Match> rule,
    String advice,
    Optional<Suffix> suffix,
    Optional<Trailer> trailer) {

  /** Transient or permanent: by the first digit of the reply as it came, whatever it quotes. */
  public ReplyClass replyClass() {
    return ReplyClass.of(reply.outer());
  }

  /**
   * The rule that matched.
   *
   * @param rule the rule
   * @param of the reply that it matched: the outer or the inner one
   */
  public record Match(Rule rule, SmtpReply of) {}
}
