package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.ReceiverEvents.Deferral;
import io.mailprobe.receiver.ReceiverEvents.Refusal;
import io.mailprobe.receiver.listen.Envelope.Recipient;
import io.mailprobe.receiver.listen.Parameters.Invalid;
import io.mailprobe.receiver.listen.Parameters.Valid;
import java.util.Map;
import java.util.Optional;

/** RCPT (RFC 5321 4.1.1.3): the one place where mail that is not ours is turned away. */
final class RcptVerb implements Verb {

  @Override
  public void run(Conversation conversation, CommandLine line) {
    Optional<Transaction> transaction = conversation.transaction();
    if (transaction.isEmpty() || transaction.get().chunked()) {
      conversation.replyBad("503 5.5.1 RCPT comes after MAIL and before content");
      return;
    }
    Optional<PathArgument> argument = PathArgument.parse("TO:", line.argument());
    if (argument.isEmpty()) {
      conversation.replyBad("501 5.5.4 The form is RCPT TO:<address> and parameters");
      return;
    }
    String parameters = argument.get().parameters();
    if (!parameters.isEmpty() && !conversation.extended()) {
      conversation.replyBad("555 5.5.4 Parameters are for those who said EHLO");
      return;
    }
    switch (Parameters.ofRcpt(parameters)) {
      case Invalid(String reply) -> conversation.replyBad(reply);
      case Valid(Map<String, String> values) ->
          add(conversation, transaction.get(), argument.get().path(), values);
    }
  }

  private static void add(
      Conversation conversation,
      Transaction transaction,
      String path,
      Map<String, String> parameters) {
    Optional<Mailbox> mailbox = Mailbox.parse(path);
    if (mailbox.isEmpty()) {
      if (path.equalsIgnoreCase("postmaster")) {
        refuse(conversation); // The one path without a domain that is no mistake.
      } else {
        conversation.replyBad("501 5.1.3 The recipient is not an address");
      }
    } else if (!mailbox.get().isAscii() && !transaction.internationalized()) {
      conversation.replyBad("553 5.6.7 The recipient needs SMTPUTF8");
    } else if (!conversation.terms().inbox().knows(mailbox.get())) {
      refuse(conversation);
    } else if (transaction.recipients().size() >= conversation.terms().limits().recipients()) {
      conversation.replyDeferred(
          Deferral.RECIPIENTS, "452 4.5.3 Too many recipients for one message");
    } else {
      transaction.recipients().add(new Recipient(mailbox.get(), parameters));
      conversation.reply("250 2.1.5 OK");
    }
  }

  private static void refuse(Conversation conversation) {
    conversation.refuse(Refusal.RECIPIENT, "550 5.1.1 No such recipient here");
  }
}
