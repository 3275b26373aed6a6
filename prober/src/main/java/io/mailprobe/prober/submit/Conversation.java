package io.mailprobe.prober.submit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.util.Base64;
import java.util.Optional;

/**
 * The client's side of an SMTP dialogue (RFC 5321, 3207, 4954): for each reply, what to do next. It
 * knows nothing of sockets and time. It begins with the banner, which nobody asks for.
 *
 * <p>The first digit of a reply decides; only 354 lets the message go, and only 220 begins TLS.
 */
final class Conversation {

  private final Submission submission;
  private final Login login;
  private final WireMessage message;
  private Phase phase = Phase.BANNER;
  private boolean secure;
  private boolean helo;
  private Capabilities capabilities = Capabilities.NONE;
  private Optional<AuthExchange> exchange = Optional.empty();
  private String challenge = "";

  Conversation(Submission submission, Login login) {
    this.submission = submission;
    this.login = login;
    message = WireMessage.of(submission.message());
    secure = submission.delivery().tls() == TlsMode.IMPLICIT;
  }

  /** The phase whose reply is awaited. */
  Phase phase() {
    return phase;
  }

  /** The peer answered what was said last. */
  Step replied(SmtpReply reply) {
    return switch (phase) {
      case BANNER -> reply.isPositive() ? sayEhlo(Phase.EHLO) : refused(reply);
      case EHLO -> greeted(reply);
      case STARTTLS -> tlsAnswered(reply);
      case TLS_EHLO -> reply.isPositive() ? greetedSecurely(reply) : refused(reply);
      case AUTH -> authAnswered(reply);
      case MAIL ->
          reply.isPositive()
              ? say(Phase.RCPT, "RCPT TO:<" + submission.rcptTo() + ">")
              : refused(reply);
      case RCPT -> reply.isPositive() ? say(Phase.DATA, "DATA") : refused(reply);
      case DATA -> reply.code() == 354 ? sayMessage() : refused(reply);
      case END_OF_DATA -> reply.isPositive() ? accepted(reply) : refused(reply);
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

  private Step sayEhlo(Phase next) {
    return say(next, "EHLO " + submission.delivery().heloName());
  }

  private Step greeted(SmtpReply reply) {
    boolean unknownCommand = reply.code() == 500 || reply.code() == 502 || reply.code() == 504;
    if (unknownCommand && !helo) {
      helo = true;
      return say(Phase.EHLO, "HELO " + submission.delivery().heloName());
    }
    if (!reply.isPositive()) {
      return refused(reply);
    }
    capabilities = helo ? Capabilities.NONE : Capabilities.of(reply);
    return switch (submission.delivery().tls()) {
      case NONE, IMPLICIT -> authenticate();
      case OPPORTUNISTIC ->
          capabilities.startTls() ? say(Phase.STARTTLS, "STARTTLS") : authenticate();
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
    boolean goOn = submission.delivery().tls() == TlsMode.OPPORTUNISTIC && reply.code() != 421;
    return refusal && goOn ? authenticate() : refused(reply);
  }

  private Step greetedSecurely(SmtpReply reply) {
    capabilities = Capabilities.of(reply);
    return authenticate();
  }

  private Step authenticate() {
    if (login instanceof Login.Anonymous) {
      return sayMail();
    }
    if (!secure && submission.delivery().tls() != TlsMode.NONE) {
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
      challenge = decoded(reply.text());
      String answer = exchange.orElseThrow().answer();
      return say(Phase.AUTH, answer, AuthExchange.shown(answer));
    }
    return reply.isPositive() ? sayMail() : refused(reply);
  }

  private Step sayMail() {
    String size = capabilities.size() ? " SIZE=" + message.size() : "";
    return say(Phase.MAIL, "MAIL FROM:<" + submission.mailFrom() + ">" + size);
  }

  private Step sayMessage() {
    phase = Phase.END_OF_DATA;
    return new Step.SayMessage(message);
  }

  private Step accepted(SmtpReply reply) {
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
        phase == Phase.AUTH && challenge.startsWith("{")
            ? new Ending(
                ending.outcome(), phase, ending.reply(), ending.detail() + " " + challenge, true)
            : ending);
  }

  private Step say(Phase next, String line) {
    return say(next, line, line);
  }

  private Step say(Phase next, String line, String shown) {
    phase = next;
    return new Step.Say(next, line, shown);
  }

  private static Step end(Ending ending) {
    return new Step.End(ending);
  }

  private static String decoded(String base64) {
    try {
      return Transcript.clip(new String(Base64.getDecoder().decode(base64.strip()), ISO_8859_1));
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
