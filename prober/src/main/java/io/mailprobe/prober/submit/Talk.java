package io.mailprobe.prober.submit;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.TlsSession;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a {@link Conversation} over a {@link Line}: does its steps, feeds it replies, keeps to the
 * deadlines, and says QUIT. Decides what the conversation cannot see: closes, resets, silence,
 * failed TLS. On the session's thread only.
 */
final class Talk implements Line.Events {

  private static final Logger LOG = LoggerFactory.getLogger(Talk.class);

  /** How long the reply to QUIT is awaited: the session is decided, only its end is late. */
  private static final Duration QUIT_WAIT = Duration.ofSeconds(2);

  private final Delivery delivery;
  private final Conversation conversation;
  private final Recorder recorder;
  private final Timers timers;
  private final Consumer<Ending> done;
  private final Line line;
  private final Deque<String> farewell = new ArrayDeque<>();
  private Phase phase = Phase.CONNECT;
  private Optional<Ending> decided = Optional.empty();
  private boolean overtaken;
  private boolean finalDotSent;

  /**
   * @param connected makes the line, which tells its events to this
   * @param done hears how the session ended, once, after QUIT
   */
  Talk(
      Delivery delivery,
      Conversation conversation,
      Recorder recorder,
      Timers timers,
      Function<Line.Events, Line> connected,
      Consumer<Ending> done) {
    this.delivery = delivery;
    this.conversation = conversation;
    this.recorder = recorder;
    this.timers = timers;
    this.done = done;
    line = connected.apply(this);
  }

  /** Begins, on a connection that was made at this monotonic reading. */
  void begin(long connected) {
    line.open();
    if (delivery.tls() == TlsMode.IMPLICIT) {
      startDeadline();
      line.startTls();
    } else {
      awaitBanner(connected);
    }
  }

  /** The time is up; {@code when} says by which deadline. */
  void cut(String when) {
    decide(broken(Outcome.TIMED_OUT, "no " + awaited() + " " + when), recorder.now());
  }

  @Override
  public void replied(SmtpReply raw, boolean more) {
    SmtpReply reply = recorder.reply(raw, line.readWall());
    if (phase == Phase.QUIT) {
      sayFarewell(line.readNanos());
    } else if (overtaken) {
      decide(conversation.overtaken(reply), line.readNanos());
    } else {
      perform(conversation.replied(reply), line.readNanos(), more);
    }
  }

  @Override
  public void garbled(String evidence) {
    recorder.transcript().half(evidence);
    decide(
        broken(Outcome.CLOSED, "what the peer sent is not SMTP: " + Transcript.clip(evidence)),
        line.readNanos());
  }

  @Override
  public void secured(TlsSession session, Optional<X509Certificate> own) {
    recorder.secured(session);
    if (delivery.certificate().isPresent()) {
      recorder.showed(own);
    }
    if (phase == Phase.CONNECT) {
      awaitBanner(recorder.now());
    } else {
      perform(conversation.secured(), recorder.now(), false);
    }
  }

  @Override
  public void tlsFailed(Throwable cause) {
    Ending ending =
        Failures.alertOnOurCertificate(cause)
            .map(alert -> Ending.ownFault(Outcome.TLS_FAILED, phase, refused(alert)))
            .orElseGet(() -> broken(Outcome.TLS_FAILED, "TLS failed: " + Failures.tls(cause)));
    decide(ending, recorder.now());
  }

  private String refused(String alert) {
    return (delivery.certificate().isPresent()
            ? "the server does not take our certificate"
            : "the server wants a certificate of ours, and there is none to show")
        + " (TLS alert "
        + alert
        + ")";
  }

  @Override
  public void lost(String how) {
    recorder.transcript().note("connection " + how + " by the peer");
    decide(
        broken(Outcome.CLOSED, "connection " + how + " by the peer, no " + awaited()),
        recorder.now());
  }

  @Override
  public void failed(Throwable cause) {
    LOG.error("a session failed for a reason that lies in the engine", cause);
    decide(broken(Outcome.CLOSED, "the engine failed: " + cause), recorder.now());
  }

  /**
   * @param at when the cause came up, by the monotonic clock; the phase ends there
   * @param more whether the peer has already sent more than was asked for
   */
  private void perform(Step step, long at, boolean more) {
    overtaken = more;
    switch (step) {
      case Step.Say(var next, var words, var shown) -> {
        boolean first = enter(next, at);
        if (!more) {
          line.say(words);
          if (first) {
            recorder.begin(next, line.writtenNanos()); // Until then it was our time.
          }
          recorder.transcript().client(shown);
        }
      }
      case Step.SayMessage(var message) -> {
        var _ = enter(Phase.END_OF_DATA, at);
        if (!more) {
          line.say(message, () -> finalDotSent = true);
          recorder.transcript().client("(" + message.size() + " bytes of message)");
        }
      }
      case Step.Handshake() when more ->
          // Injected by whoever sits between; it would be taken for what came under TLS.
          decide(broken(Outcome.TLS_FAILED, "the peer sent more in clear text after its 220"), at);
      case Step.Handshake() -> line.startTls();
      case Step.End(var ending) -> decide(ending, at);
    }
  }

  /** Nothing is said before it: it is awaited from the moment on at which it may come. */
  private void awaitBanner(long from) {
    recorder.leave(from);
    phase = Phase.BANNER;
    recorder.begin(Phase.BANNER, from);
    startDeadline();
  }

  /**
   * Goes on to the phase, unless it is a further exchange of the one we are in; whether it does.
   */
  private boolean enter(Phase next, long at) {
    if (next == phase) {
      return false;
    }
    recorder.leave(at);
    phase = next;
    startDeadline();
    recorder.begin(next);
    return true;
  }

  private void startDeadline() {
    Duration most = delivery.deadlines().phase();
    timers.phase(most, () -> cut("within " + Failures.text(most)));
  }

  private void decide(Ending ending, long at) {
    if (decided.isPresent()) {
      if (phase == Phase.QUIT) {
        finish(at);
      }
      return;
    }
    Ending decision = finalDotSent ? ending.afterFinalDot() : ending;
    decided = Optional.of(decision);
    recorder.decide(decision);
    boolean insideMessage = phase == Phase.END_OF_DATA && !finalDotSent;
    if (decision.polite() && !insideMessage) {
      quit(at);
    } else {
      finish(at);
    }
  }

  private void quit(long at) {
    recorder.leave(at);
    phase = Phase.QUIT;
    timers.phase(QUIT_WAIT, () -> finish(recorder.now()));
    recorder.begin(Phase.QUIT);
    farewell.addAll(conversation.farewell());
    sayFarewell(at);
  }

  private void sayFarewell(long at) {
    if (farewell.isEmpty()) {
      finish(at);
    } else {
      String words = farewell.remove();
      line.say(words);
      recorder.transcript().client(words);
    }
  }

  private void finish(long at) {
    if (!line.partial().isEmpty()) {
      recorder.transcript().half(line.partial());
    }
    recorder.leave(at);
    line.close();
    done.accept(decided.orElseThrow());
  }

  private Ending broken(Outcome outcome, String detail) {
    return Ending.broken(outcome, phase, detail);
  }

  /** What we were waiting for, with what has come of it. */
  private String awaited() {
    String partial = line.partial();
    return switch (phase) {
          case TOKEN -> throw new IllegalStateException("no token is awaited of a server");
          case CONNECT -> "TLS";
          case BANNER -> "banner";
          case EHLO, STARTTLS, TLS_EHLO, AUTH, MAIL, RCPT, DATA, END_OF_DATA, QUIT ->
              "reply to " + phase.label();
        }
        + (partial.isEmpty() ? "" : ", only half a line: " + Transcript.clip(partial));
  }
}
