package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.ReceiverEvents.Deferral;
import io.mailprobe.receiver.ReceiverEvents.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * One session's dialogue: what has been said so far, and how to answer. Each command is carried out
 * by its {@link Verb}.
 */
final class Conversation {

  private final Wire wire;
  private final Terms terms;
  private final Instant connected;
  private final String peer;
  private final CommandReader commands;
  private CommandLine current;
  private Optional<String> helo = Optional.empty();
  private boolean extended;
  private Optional<Transaction> transaction = Optional.empty();
  private int badCommands;
  private boolean over;
  // The session's thread sets the one and then looks at the other, the draining thread the reverse:
  // whichever comes second sees both.
  private volatile boolean busy;
  private volatile boolean draining;

  Conversation(Wire wire, Terms terms, Instant connected, String peer) {
    this.wire = wire;
    this.terms = terms;
    this.connected = connected;
    this.peer = peer;
    commands = new CommandReader(wire);
    current = new CommandLine("", connected, Optional.empty());
  }

  /** Waits for the next command; its name, or the empty text at the end of input. */
  String nextVerb() {
    Optional<CommandLine> line = over ? Optional.empty() : commands.read();
    line.ifPresent(command -> current = command);
    return line.map(Verbs::nameOf).orElse("");
  }

  CommandLine current() {
    return current;
  }

  Wire wire() {
    return wire;
  }

  Terms terms() {
    return terms;
  }

  Instant connected() {
    return connected;
  }

  String peer() {
    return peer;
  }

  void reply(String reply) {
    wire.send(reply);
  }

  /** Answers what we never take, when its turn has come. */
  void refuse(Refusal why, String reply) {
    terms.events().refused(why);
    terms.pacer().await();
    reply(reply);
  }

  /** Answers a command that is not SMTP, or malformed, or out of its order. */
  void replyBad(String reply) {
    terms.events().refused(Refusal.COMMAND);
    terms.pacer().await();
    if (++badCommands > terms.limits().badCommands()) {
      end("421 4.7.0 " + terms.hostname() + " Too many commands in error, closing");
    } else {
      reply(reply);
    }
  }

  /** Answers what we cannot do now. */
  void replyDeferred(Deferral why, String reply) {
    terms.events().deferred(why);
    reply(reply);
  }

  /** Ends the session with a 421 for what the peer does. */
  void end(String lastReply) {
    wire.end(lastReply, () -> {});
  }

  private void end(Deferral why, String lastReply) {
    wire.end(lastReply, () -> terms.events().deferred(why));
  }

  /** Ends the session with a 421, because a time limit has passed. */
  void endForTime(String what) {
    end(Deferral.TIMEOUT, "421 4.4.2 " + terms.hostname() + " " + what + ", closing");
  }

  /** Ends the session once no transaction is in progress; at once where none is. */
  void drain() {
    draining = true;
    if (!busy) {
      shutDown();
    }
  }

  /** Ends the session because the receiver stops. */
  void shutDown() {
    end(
        Deferral.SHUTDOWN,
        "421 4.3.2 " + terms.hostname() + " Service is being stopped, try again");
  }

  /** The peer may say no more; what it sent ahead is not heard. */
  void quit() {
    over = true;
  }

  boolean over() {
    return over;
  }

  void close() {
    wire.close();
  }

  /** Reads so many bytes that are not commands; false where the input ends first. */
  boolean skip(long length) {
    for (long i = 0; i < length; i++) {
      if (wire.read() < 0) {
        return false;
      }
    }
    return true;
  }

  Optional<String> helo() {
    return helo;
  }

  boolean extended() {
    return extended;
  }

  /** Takes the peer's name; an earlier one and its transaction are forgotten (RFC 5321 4.1.4). */
  void greet(String name, boolean asExtended) {
    endTransaction();
    helo = Optional.of(name);
    extended = asExtended;
  }

  /** Forgets all that the peer has said (RFC 3207 4.2). */
  void forget() {
    endTransaction();
    helo = Optional.empty();
    extended = false;
  }

  Optional<Transaction> transaction() {
    return transaction;
  }

  /** Begins a transaction; false where the session has been ended instead. */
  boolean begin(Transaction begun) {
    busy = true;
    if (draining) {
      shutDown();
      return false;
    }
    transaction = Optional.of(begun);
    return true;
  }

  /** Ends the transaction that may be in progress, whatever became of it. */
  void endTransaction() {
    transaction = Optional.empty();
    busy = false;
    if (draining) {
      shutDown();
    }
  }
}
