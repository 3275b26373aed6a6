package io.mailprobe.protocol.classify;

import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.reply.Trailer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom a reply points at that a sender reports of its next hop. The same words from a server of
 * Exchange Online and from our receiver are two different faults, so it goes by who said them.
 */
final class NextHop {

  /** Where the mail servers of Exchange Online have their names. */
  private static final List<String> DOMAINS =
      List.of(".outlook.com", ".office365.com", ".mx.microsoft", ".exchangelabs.com");

  private final NestedReply reply;

  NextHop(NestedReply reply) {
    this.reply = reply;
  }

  /**
   * Corrects whom a rule points at by who the next hop is.
   *
   * @param found whom the rule points at
   * @param ofInner whether the rule matched what the next hop said
   */
  Party party(Party found, Reason reason, boolean ofInner) {
    boolean ofNextHop = ofInner || ofNextHop(found, reason);
    if (!ofNextHop) {
      return found;
    }
    if (isExchange()) {
      return found == Party.RECEIVER || found == Party.UNKNOWN ? Party.EXCHANGE_ONLINE : found;
    }
    if (reply.nextHop().isPresent()) {
      return Party.RECEIVER;
    }
    boolean anyoneMaySayIt =
        ofInner && found == Party.EXCHANGE_ONLINE && reason != Reason.FOREST_LIMIT;
    return anyoneMaySayIt ? Party.UNKNOWN : found;
  }

  private boolean ofNextHop(Party found, Reason reason) {
    return found == Party.RECEIVER
        || reason == Reason.SESSION_NOT_ESTABLISHED
        || reason == Reason.NEXT_HOP_CLOSED
        || reason == Reason.DELAYED
        || reason == Reason.EXPIRED
        || reason == Reason.UNCLASSIFIED;
  }

  private boolean isExchange() {
    Optional<String> text = reply.inner().map(SmtpReply::text);
    return reply
            .nextHop()
            .or(() -> text.flatMap(Trailer::of).map(Trailer::server))
            .filter(NextHop::isExchangeName)
            .isPresent()
        || text.flatMap(Suffix::in).isPresent();
  }

  private static boolean isExchangeName(String server) {
    String name = server.toLowerCase(Locale.ROOT);
    return DOMAINS.stream().anyMatch(name::endsWith);
  }

  /** What to do where the next hop changed whom it points at. */
  static String advice(Party party) {
    return switch (party) {
      case RECEIVER -> "It is your receiver, or what stands before it, that said so: look there";
      case EXCHANGE_ONLINE -> Reason.NOT_ACCEPTING.advice();
      case US, CREDENTIALS, OWN_RATE, UNKNOWN -> Reason.SESSION_NOT_ESTABLISHED.advice();
    };
  }
}
