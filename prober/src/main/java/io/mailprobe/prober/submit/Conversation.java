package io.mailprobe.prober.submit;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.util.List;
import java.util.Optional;

/**
 * The client's side of an SMTP dialogue (RFC 5321, 3207, 4954): for each reply, what to do next. It
 * knows nothing of sockets and time. It begins with the banner, which nobody asks for.
 *
 * <p>The first digit of a reply decides; only 354 lets the message go, and only 220 begins TLS.
 */
final class Conversation {

  private final Delivery delivery;
  private final Errand errand;
  private final Login login;
  private Phase phase = Phase.BANNER;
  private boolean secure;
  private boolean helo;
  private Capabilities capabilities = Capabilities.NONE;
  private Optional<AuthExchange> exchange = Optional.empty();
  private String challenge = "";

  Conversation(Order order, Login login) {
    delivery = order.delivery();
    errand = order.errand();
    this.login = login;
    secure = delivery.tls() == TlsMode.IMPLICIT;
  }

  /** The phase whose reply is awaited. */
  Phase phase() {
    return phase;
  }

  /** The peer answered what was said last. */
  Step replied(SmtpReply reply) {
    return switch (phase) {
      case BANNER -> reply.isPositive() ? welcomed(reply) : refused(reply);
      case EHLO -> greeted(reply);
      case STARTTLS -> tlsAnswered(reply);
      case TLS_EHLO -> reply.isPositive() ? greetedSecurely(reply) : refused(reply);
      case AUTH -> authAnswered(reply);
      case MAIL -> reply.isPositive() ? said(errand.rcpt()) : refused(reply);
      case RCPT -> reply.isPositive() ? recipientTaken(reply) : refused(reply);
      case DATA -> reply.code() == 354 ? sayMessage() : refused(reply);
      case END_OF_DATA -> reply.isPositive() ? reached(reply) : refused(reply);
      case TOKEN, CONNECT, QUIT ->
          throw new IllegalStateException(phase + " has no place in a dialogue");
    };
  }

  /** The TLS handshake that {@link Step.Handshake} asked for is done. */
  Step secured() {
    secure = true;
    return sayEhlo(Phase.TLS_EHLO); // RFC 3207 4.2: what was offered in clear text is forgotten.
  }

  /**
   * The peer sent a reply before it was asked. A refusal is believed: a server that stops says so
   * whenever it likes. Anything else would be taken for the answer to a later command.
   */
  Ending overtaken(SmtpReply reply) {
    if (reply.isTransient() || reply.isPermanent()) {
      return Ending.by(reply, reply.isTransient() ? Outcome.DEFERRED : Outcome.REJECTED, phase);
    }
    return Ending.broken(
        Outcome.CLOSED,
        phase,
        "the server answered before it was asked: " + Transcript.clip(reply));
  }

  /** What is to be said before the connection is left; QUIT comes last. */
  List<String> farewell() {
    return errand.farewell(phase);
  }

  private Step welcomed(SmtpReply reply) {
    return errand.goesBeyond(phase) ? sayEhlo(Phase.EHLO) : reached(reply);
  }

  private Step sayEhlo(Phase next) {
    return say(next, "EHLO " + delivery.heloName());
  }

  private Step greeted(SmtpReply reply) {
    boolean unknownCommand = reply.code() == 500 || reply.code() == 502 || reply.code() == 504;
    if (unknownCommand && !helo) {
      helo = true;
      return say(Phase.EHLO, "HELO " + delivery.heloName());
    }
    if (!reply.isPositive()) {
      return refused(reply);
    }
    capabilities = helo ? Capabilities.NONE : Capabilities.of(reply);
    if (!errand.goesBeyond(phase)) {
      return reached(reply);
    }
    return switch (delivery.tls()) {
      case NONE, IMPLICIT -> authenticate(reply);
      case OPPORTUNISTIC ->
          capabilities.startTls() ? say(Phase.STARTTLS, "STARTTLS") : authenticate(reply);
      case STARTTLS ->
          capabilities.startTls()
              ? say(Phase.STARTTLS, "STARTTLS")
              : end(
                  Ending.ours(
                      Outcome.TLS_FAILED, Phase.STARTTLS, "the server does not offer STARTTLS"));
    };
  }

  private Step tlsAnswered(SmtpReply reply) {
    if (reply.code() == 220) {
      return new Step.Handshake();
    }
    boolean refusal = reply.isTransient() || reply.isPermanent();
    boolean goOn =
        delivery.tls() == TlsMode.OPPORTUNISTIC
            && reply.code() != 421
            && errand.goesBeyond(Phase.TLS_EHLO);
    return refusal && goOn ? authenticate(reply) : refused(reply);
  }

  private Step greetedSecurely(SmtpReply reply) {
    capabilities = Capabilities.of(reply);
    return authenticate(reply);
  }

  /** The greetings are over, with this reply. */
  private Step authenticate(SmtpReply reply) {
    if (!errand.goesBeyond(Phase.TLS_EHLO)) {
      return reached(reply);
    }
    if (login instanceof Login.Anonymous) {
      return sayMail();
    }
    if (!secure && delivery.tls() != TlsMode.NONE) {
      return noLogin("there is no TLS, so that no credentials were sent");
    }
    exchange = login.exchange(capabilities.mechanisms());
    if (exchange.isEmpty()) {
      return noLogin("no AUTH mechanism fits; offered: " + capabilities.mechanisms());
    }
    return say(Phase.AUTH, exchange.get().command(), exchange.get().shownCommand());
  }

  private static Step noLogin(String why) {
    return end(Ending.ours(Outcome.AUTH_FAILED, Phase.AUTH, why));
  }

  private Step authAnswered(SmtpReply reply) {
    if (reply.code() == 334) {
      challenge = AuthExchange.decoded(reply.text());
      String answer = exchange.orElseThrow().answer();
      return say(Phase.AUTH, answer, AuthExchange.shown(answer));
    }
    if (!reply.isPositive()) {
      return refused(reply);
    }
    return errand.goesBeyond(phase) ? sayMail() : reached(reply);
  }

  private Step sayMail() {
    return said(errand.mail(capabilities));
  }

  private Step recipientTaken(SmtpReply reply) {
    return errand.goesBeyond(phase) ? say(Phase.DATA, "DATA") : reached(reply);
  }

  private Step sayMessage() {
    phase = Phase.END_OF_DATA;
    return new Step.SayMessage(errand.message());
  }

  private Step reached(SmtpReply reply) {
    return end(Ending.by(reply, Outcome.ACCEPTED, phase));
  }

  private Step refused(SmtpReply reply) {
    if (!reply.isTransient() && !reply.isPermanent()) {
      return end(
          Ending.broken(
              Outcome.CLOSED,
              phase,
              "the server broke the protocol: it answered "
                  + phase.label()
                  + " with "
                  + Transcript.clip(reply)));
    }
    Ending ending = Ending.by(reply, Outcome.ofRefusal(phase, reply), phase);
    // XOAUTH2 says why in the challenge before the refusal.
    return end(
        phase == Phase.AUTH && challenge.startsWith("{") ? ending.adding(challenge) : ending);
  }

  private Step say(Phase next, String line) {
    return say(next, line, line);
  }

  private Step say(Phase next, String line, String shown) {
    return said(new Step.Say(next, line, shown));
  }

  private Step said(Step.Say step) {
    phase = step.phase();
    return step;
  }

  private static Step end(Ending ending) {
    return new Step.End(ending);
  }
}
