package io.mailprobe.receiver.listen;

import java.util.Optional;

/** DATA (RFC 5321 4.1.1.4). */
final class DataVerb implements Verb {

  @Override
  public void run(Conversation conversation, CommandLine line) {
    Optional<Transaction> transaction = conversation.transaction();
    if (transaction.isEmpty() || transaction.get().chunked()) {
      conversation.replyBad("503 5.5.1 DATA comes after MAIL and RCPT");
      return;
    }
    if (!Verbs.hasNoArgument(conversation, line)) {
      return;
    }
    if (transaction.get().recipients().isEmpty()) {
      // No fault of a peer that pipelines: it could not know (RFC 2920 3.1).
      conversation.reply("554 5.5.1 No valid recipients");
      return;
    }
    conversation.reply("354 End with <CRLF>.<CRLF>");
    // All of it is read, whatever becomes of it: what is left over would be run as commands.
    if (new DataReader(conversation.wire()).readDotted(transaction.get().content())) {
      Handover.complete(conversation, transaction.get());
    } else {
      conversation.endTransaction(); // The peer went away in the middle: nothing has arrived.
    }
  }
}
