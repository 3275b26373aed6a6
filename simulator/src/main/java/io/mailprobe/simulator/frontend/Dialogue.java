package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.frontend.Turn.Next;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Place;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The front end's side of one session (RFC 5321): for each thing that the client says, the turn
 * that answers it. It knows nothing of sockets, threads and waiting: whoever holds the session over
 * something calls, after {@link #opened}, the method that the last turn's {@link Turn.Next} is for,
 * and {@link #ended} when the connection is gone.
 */
final class Dialogue {

  private static final Pattern CLIENT_NAME = Pattern.compile("[!-~]{1,255}");

  private final Edge edge;
  private final Guest guest;
  private final Replies replies;
  private final Voice voice;
  private final Admission admission;
  private final Handover handover;
  private final Semaphore room;
  private boolean admitted;
  private Optional<Function<String, Authentication.Step>> exchange = Optional.empty();

  /**
   * A session with the client at this address.
   *
   * @param room for sessions at this front end
   */
  Dialogue(
      Edge edge, Place place, Fate fate, Replies replies, Semaphore room, String clientAddress) {
    this.edge = edge;
    this.replies = replies;
    this.room = room;
    guest = new Guest(edge, clientAddress);
    voice = new Voice(replies, new Strikes(edge, place, fate, replies), edge.limits().mistakes());
    admission = new Admission(edge.customer());
    handover =
        new Handover(
            edge, place, guest, voice, admission, new Acceptance(edge, place, fate, replies));
  }

  /** The client has connected. */
  Turn opened() {
    admitted = room.tryAcquire();
    if (!admitted) {
      return voice.end(
          "421 4.3.2 The maximum number of concurrent server connections has exceeded a limit,"
              + " closing transmission channel "
              + replies.trailer());
    }
    edge.tally().session();
    return voice.struck(Phase.BANNER).orElseGet(() -> voice.say(replies.banner()));
  }

  /** The client said a line. */
  Turn said(String line) {
    voice.heard();
    if (exchange.isPresent()) {
      return authenticated(exchange.get().apply(line));
    }
    String[] words = line.split(" ", 2);
    String argument = words.length > 1 ? words[1] : "";
    return switch (words[0].toUpperCase(Locale.ROOT)) {
      case "EHLO" -> hello(argument, true);
      case "HELO" -> hello(argument, false);
      case "STARTTLS" -> startTls();
      case "AUTH" -> authenticate(argument);
      case "MAIL" -> handover.mail(argument);
      case "RCPT" -> handover.recipient(argument);
      case "DATA" -> handover.data();
      case "BDAT" -> handover.chunk(argument);
      case "RSET" -> {
        handover.reset();
        yield voice.say("250 2.0.0 Resetting");
      }
      case "NOOP" -> voice.say("250 2.0.0 OK");
      case "VRFY" -> voice.say("252 2.1.5 Cannot VRFY user");
      case "HELP" -> voice.say("214 2.0.0 See RFC 5321");
      case "QUIT" -> quit();
      default -> voice.refuse("500 5.3.3 Unrecognized command");
    };
  }

  /** The client said a line that is longer than any may be. */
  Turn saidTooMuch() {
    voice.heard();
    return exchange.isPresent()
        ? authenticated(exchange.get().apply(Authentication.NO_RESPONSE))
        : voice.refuse("500 5.5.6 Line too long");
  }

  /** The client sent a message, up to its final dot. */
  Turn message(Content content) {
    return handover.message(content);
  }

  /** The client sent the bytes of a chunk. */
  Turn chunk(Content content) {
    return handover.chunk(content);
  }

  /** The TLS handshake is done. */
  Turn secured(Guest.Secured shown) {
    guest.secure(shown);
    handover.reset();
    return Turn.silently(new Next.Line());
  }

  /** The client, who has the next line, has said nothing for too long. */
  Turn idle() {
    voice.heard();
    return voice.end("451 4.7.0 Timeout waiting for client input " + replies.trailer());
  }

  /** The connection is gone. */
  void ended() {
    guest.leave();
    if (admitted) {
      admitted = false;
      room.release();
    }
  }

  private Turn hello(String argument, boolean extended) {
    Optional<Turn> struck = voice.struck(guest.encrypted() ? Phase.TLS_EHLO : Phase.EHLO);
    if (struck.isPresent()) {
      return struck.get();
    }
    String name = argument.strip();
    if (!CLIENT_NAME.matcher(name).matches()) {
      return voice.refuse("501 5.5.4 Invalid domain name");
    }
    guest.greet(name);
    handover.reset();
    var texts =
        replies.ehlo(
            guest.address(),
            edge.limits().messageBytes(),
            guest.encrypted(),
            !edge.customer().settings().isBroken(TenantSetting.STARTTLS));
    return voice.say(250, extended ? texts : texts.subList(0, 1));
  }

  private Turn startTls() {
    if (edge.customer().settings().isBroken(TenantSetting.STARTTLS)) {
      return voice.refuse("500 5.3.3 Unrecognized command");
    }
    if (guest.encrypted()) {
      return voice.refuse("503 5.5.1 Bad sequence of commands");
    }
    return voice.struck(Phase.STARTTLS).orElseGet(voice::grantTls);
  }

  private Turn authenticate(String argument) {
    Optional<Turn> struck = voice.struck(Phase.AUTH);
    if (struck.isPresent()) {
      return struck.get();
    }
    if (!guest.greeted() || guest.mailbox().isPresent() || handover.begun()) {
      return voice.refuse("503 5.5.1 Bad sequence of commands");
    }
    if (!guest.encrypted()) {
      return voice.refuse("504 5.7.4 Unrecognized authentication type");
    }
    return authenticated(new Authentication(edge.customer()).begin(argument));
  }

  private Turn authenticated(Authentication.Step step) {
    exchange = Optional.empty();
    return switch (step) {
      case Authentication.Step.Challenge(String line, var answered) -> {
        exchange = Optional.of(answered);
        yield voice.say(line);
      }
      case Authentication.Step.Failure(String reply) -> voice.refuse(reply);
      case Authentication.Step.Success(Mailbox box) -> signIn(box);
    };
  }

  private Turn signIn(Mailbox box) {
    Optional<String> refusal = admission.signIn();
    if (refusal.isPresent()) {
      return voice.refuse(refusal.get());
    }
    guest.signIn(box);
    return voice.say("235 2.7.0 Authentication successful");
  }

  private Turn quit() {
    return voice
        .struck(Phase.QUIT)
        .map(turn -> turn.next() instanceof Next.Line ? turn.closing() : turn)
        .orElseGet(() -> voice.end("221 2.0.0 Service closing transmission channel"));
  }
}
