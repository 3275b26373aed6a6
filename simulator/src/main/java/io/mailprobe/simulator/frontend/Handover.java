package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.frontend.Turn.Next;
import io.mailprobe.simulator.topology.Place;
import java.util.Optional;

/** The part of a dialogue in which a client hands messages over, from MAIL to the final dot. */
final class Handover {

  private final Edge edge;
  private final Place place;
  private final Guest guest;
  private final Voice voice;
  private final Admission admission;
  private final Acceptance acceptance;
  private Transaction transaction = Transaction.none();
  private String announced = "";
  private boolean lastChunk;

  Handover(
      Edge edge,
      Place place,
      Guest guest,
      Voice voice,
      Admission admission,
      Acceptance acceptance) {
    this.edge = edge;
    this.place = place;
    this.guest = guest;
    this.voice = voice;
    this.admission = admission;
    this.acceptance = acceptance;
  }

  /** Whether a sender was taken, and the message is not. */
  boolean begun() {
    return transaction.begun();
  }

  /** Forgets what was said of a message. */
  void reset() {
    transaction = Transaction.none();
  }

  Turn mail(String argument) {
    Optional<Turn> struck = voice.struck(Phase.MAIL);
    if (struck.isPresent()) {
      return struck.get();
    }
    Optional<Envelope> sender = Envelope.parse("FROM", argument);
    Optional<String> refusal =
        sender.flatMap(given -> admission.sender(given.address(), guest.visitor()));
    if (!guest.greeted() || transaction.begun()) {
      return voice.refuse("503 5.5.1 Bad sequence of commands");
    }
    if (sender.isEmpty()) {
      return voice.refuse("501 5.1.7 Invalid address");
    }
    if (refusal.isPresent()) {
      return voice.refuse(refusal.get());
    }
    if (sender.get().size() > edge.limits().messageBytes()) {
      return voice.refuse("552 5.3.4 Message size exceeds fixed maximum message size");
    }
    if (!edge.queue().hasRoom(sender.get().size())) {
      return voice.refuse("452 4.3.1 Insufficient system resources");
    }
    transaction = Transaction.from(sender.get().address());
    return voice.say("250 2.1.0 Sender OK");
  }

  Turn recipient(String argument) {
    Optional<Turn> struck = voice.struck(Phase.RCPT);
    if (struck.isPresent()) {
      return struck.get();
    }
    String address = Envelope.parse("TO", argument).map(Envelope::address).orElse("");
    if (!transaction.begun()) {
      return voice.refuse("503 5.5.1 Bad sequence of commands");
    }
    Optional<String> refusal = admission.recipient(address, transaction.sender(), guest.visitor());
    if (address.isEmpty()) {
      return voice.refuse("501 5.1.3 Invalid address");
    }
    if (transaction.recipients().size() >= edge.limits().recipients()) {
      return voice.refuse("452 4.5.3 Too many recipients");
    }
    if (refusal.isPresent()) {
      return voice.refuse(refusal.get());
    }
    transaction.add(address);
    return voice.say("250 2.1.5 Recipient OK");
  }

  Turn data() {
    Optional<Turn> struck = voice.struck(Phase.DATA);
    if (struck.isPresent()) {
      reset();
      return struck.get();
    }
    if (transaction.recipients().isEmpty() || transaction.chunked()) {
      return voice.refuse("503 5.5.1 Bad sequence of commands");
    }
    return guest.withinSubmissions()
        ? voice.say(
            "354 Start mail input; end with <CRLF>.<CRLF>",
            new Next.Message(edge.limits().messageBytes()))
        : tooManySubmissions();
  }

  /** BDAT (RFC 3030): the chunk is read whatever becomes of it. */
  Turn chunk(String argument) {
    if (!argument.matches("(?i)\\d{1,9}( LAST)?")) {
      // Where the chunk ends, and the next command begins, cannot be known.
      return voice.refuse("501 5.5.4 Invalid arguments").closing();
    }
    String[] words = argument.split(" ", 2);
    announced = words[0];
    lastChunk = words.length > 1;
    int room = edge.limits().messageBytes() - transaction.size();
    return Turn.silently(new Next.Bytes(Long.parseLong(words[0]), room));
  }

  /** The chunk that was announced last. */
  Turn chunk(Content content) {
    if (!transaction.begun() || transaction.recipients().isEmpty()) {
      return voice.refuse("503 5.5.1 Bad sequence of commands");
    }
    if (!guest.withinSubmissions()) {
      return tooManySubmissions();
    }
    transaction.append(content);
    return lastChunk
        ? message(transaction.content())
        : voice.say("250 2.0.0 " + announced + " bytes received");
  }

  private Turn tooManySubmissions() {
    reset();
    return voice.say(
        "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending"
            + " for more information. [Hostname="
            + place.mailboxServer()
            + "]");
  }

  /** The message has come in. */
  Turn message(Content content) {
    Transaction ended = transaction;
    reset();
    return voice
        .struck(Phase.END_OF_DATA)
        .orElseGet(
            () ->
                held(ended, content)
                    .map(voice::refuse)
                    .orElseGet(
                        () -> voice.say(acceptance.accept(ended, guest.client(), content.text()))));
  }

  /** What is held against a whole message. */
  private Optional<String> held(Transaction ended, Content content) {
    if (content.tooLarge()) {
      return Optional.of("552 5.3.4 Message size exceeds fixed maximum message size");
    }
    if (content.bareLineEnds()) {
      return Optional.of("550 5.6.11 Bare linefeeds are illegal");
    }
    if (!edge.queue().hasRoom(content.text().length())) {
      return Optional.of("452 4.3.1 Insufficient system resources");
    }
    return guest
        .mailbox()
        .flatMap(box -> admission.submitted(box, ended.recipients(), content.text()));
  }
}
