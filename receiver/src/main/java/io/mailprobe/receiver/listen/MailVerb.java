package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.ReceiverEvents.Refusal;
import io.mailprobe.receiver.listen.Parameters.Invalid;
import io.mailprobe.receiver.listen.Parameters.Valid;
import java.math.BigInteger;
import java.util.Optional;

/** MAIL (RFC 5321 4.1.1.2). */
final class MailVerb implements Verb {

  @Override
  public void run(Conversation conversation, CommandLine line) {
    if (conversation.helo().isEmpty()) {
      conversation.replyBad("503 5.5.1 Say EHLO first");
      return;
    }
    if (conversation.transaction().isPresent()) {
      conversation.replyBad("503 5.5.1 MAIL was given already");
      return;
    }
    Optional<PathArgument> argument = PathArgument.parse("FROM:", line.argument());
    if (argument.isEmpty()) {
      conversation.replyBad("501 5.5.4 The form is MAIL FROM:<address> and parameters");
      return;
    }
    String path = argument.get().path();
    Optional<Mailbox> sender = Mailbox.parse(path);
    if (sender.isEmpty() && !path.isEmpty()) {
      conversation.replyBad("501 5.1.7 The sender is not an address");
      return;
    }
    String parameters = argument.get().parameters();
    if (!parameters.isEmpty() && !conversation.extended()) {
      conversation.replyBad("555 5.5.4 Parameters are for those who said EHLO");
      return;
    }
    switch (Parameters.ofMail(parameters)) {
      case Invalid(String reply) -> conversation.replyBad(reply);
      case Valid valid ->
          begin(conversation, new Transaction(sender, valid.values(), line.at()), sender, valid);
    }
  }

  private static void begin(
      Conversation conversation, Transaction transaction, Optional<Mailbox> sender, Valid valid) {
    long limit = conversation.terms().limits().messageBytes();
    BigInteger size = new BigInteger(valid.values().getOrDefault("SIZE", "0"));
    if (sender.isPresent() && !sender.get().isAscii() && !transaction.internationalized()) {
      conversation.replyBad("553 5.6.7 The sender needs SMTPUTF8");
    } else if (size.compareTo(BigInteger.valueOf(limit)) > 0) {
      conversation.refuse(Refusal.SIZE, "552 5.3.4 Larger than " + limit + " bytes");
    } else if (conversation.begin(transaction)) {
      conversation.reply("250 2.1.0 OK");
    }
  }
}
