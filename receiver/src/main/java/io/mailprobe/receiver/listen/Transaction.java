package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.listen.Envelope.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One mail transaction (RFC 5321 3.3), from MAIL to the reply to its content. */
final class Transaction {

  private final Optional<Mailbox> sender;
  private final Map<String, String> parameters;
  private final Instant mail;
  private final List<Recipient> recipients = new ArrayList<>();
  private final Content content = new Content();
  private boolean chunked;

  Transaction(Optional<Mailbox> sender, Map<String, String> parameters, Instant mail) {
    this.sender = sender;
    this.parameters = parameters;
    this.mail = mail;
  }

  List<Recipient> recipients() {
    return recipients;
  }

  boolean internationalized() {
    return parameters.containsKey("SMTPUTF8");
  }

  Content content() {
    return content;
  }

  /** Whether content has begun to come in chunks, after which there is nothing but chunks. */
  boolean chunked() {
    return chunked;
  }

  void beginChunks() {
    chunked = true;
  }

  Message toMessage(Conversation conversation, Instant arrived) {
    return content.toMessage(
        new Envelope(
            conversation.connected(),
            mail,
            arrived,
            conversation.peer(),
            conversation.helo().orElse(""),
            sender,
            parameters,
            recipients));
  }
}
