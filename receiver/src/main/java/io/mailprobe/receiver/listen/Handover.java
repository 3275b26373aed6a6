package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.ReceiverEvents.Deferral;
import io.mailprobe.receiver.ReceiverEvents.Refusal;
import io.mailprobe.receiver.listen.Inbox.Arriving;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a message once it has been read to its end, and its transaction with it. */
final class Handover {

  private static final Logger log = LoggerFactory.getLogger(Handover.class);

  private Handover() {}

  /** Hands the message on and answers; its transaction is over then, whatever happened. */
  static void complete(Conversation conversation, Transaction transaction) {
    Terms terms = conversation.terms();
    try (Arriving arriving = terms.inbox().arriving()) { // First of all: this takes the instant.
      if (isTooLarge(conversation, transaction)) {
        refuseSize(conversation);
        return;
      }
      Message message = transaction.toMessage(conversation, arriving.at());
      Optional<String> kept = arriving.keep(message);
      if (kept.isPresent()) {
        conversation.reply("250 2.0.0 Taken as " + kept.get());
      } else {
        conversation.replyDeferred(
            Deferral.JOURNAL, "452 4.3.1 Cannot be stored now, try again later");
      }
    } catch (RuntimeException e) {
      log.error("message from {} failed: {}", conversation.peer(), e.toString());
      log.debug("in full", e);
      conversation.replyDeferred(Deferral.INTERNAL, "451 4.3.0 A fault of ours, try again later");
    } finally {
      conversation.endTransaction();
    }
  }

  static boolean isTooLarge(Conversation conversation, Transaction transaction) {
    return transaction.content().size() > conversation.terms().limits().messageBytes();
  }

  static void refuseSize(Conversation conversation) {
    conversation.terms().events().refused(Refusal.SIZE);
    conversation.reply(
        "552 5.3.4 Larger than " + conversation.terms().limits().messageBytes() + " bytes");
  }
}
