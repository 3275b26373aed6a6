package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * One session from start to report: token, addresses, connection, then the {@link Talk}. Each stage
 * says how the session ends if time runs out in it. On one thread only, that of its {@link Reach}.
 */
final class Session {

  private final Order order;
  private final Delivery delivery;
  private final Recorder recorder;
  private final Timers timers;
  private final CompletableFuture<SessionReport> report = new CompletableFuture<>();
  private final Consumer<Session> over;
  private Consumer<String> stage = _ -> {};
  private Reach reach;
  private boolean ended;

  /**
   * @param over hears that the session has ended, just before its report is handed out
   */
  Session(Order order, Clock clock, Scheduler scheduler, Reach reach, Consumer<Session> over) {
    this.order = order;
    this.delivery = order.delivery();
    this.reach = reach;
    this.over = over;
    recorder = new Recorder(order, clock);
    timers = new Timers(scheduler, reach);
  }

  /** Begins; may be called on any thread. */
  CompletableFuture<SessionReport> start() {
    reach.execute(this::begin);
    return report;
  }

  /** Ends the session now, as far as it has come; may be called on any thread. */
  CompletableFuture<SessionReport> abandon() {
    reach.execute(() -> stage.accept("until Mailprobe stopped"));
    return report;
  }

  private void begin() {
    Duration most = delivery.deadlines().session();
    timers.session(
        most, () -> stage.accept("within the " + Failures.text(most) + " of the session"));
    delivery.certificate().ifPresentOrElse(this::readCertificate, this::login);
  }

  /** Files are waited for elsewhere: this loop has other sessions. */
  private void readCertificate(ClientCertificate certificate) {
    enter(when -> noCertificate("not read " + when));
    Reach plain = reach;
    plain.waitForFiles(
        () -> {
          try {
            Reach showing = plain.showing(certificate.current());
            onLoop(
                () -> {
                  reach = showing;
                  login();
                });
          } catch (IOException | RuntimeException e) {
            onLoop(() -> noCertificate(Failures.message(e)));
          }
        });
  }

  private void noCertificate(String why) {
    String detail = "our certificate cannot be used: " + Transcript.clip(why);
    recorder.transcript().note(detail);
    end(Ending.ownFault(Outcome.TLS_FAILED, Phase.CONNECT, detail));
  }

  private void login() {
    if (!order.errand().goesBeyond(Phase.TLS_EHLO)) {
      approach(new Login.Anonymous());
      return;
    }
    switch (delivery.auth()) {
      case Auth.None() -> approach(new Login.Anonymous());
      case Auth.Password(var user, var password) -> approach(new Login.Password(user, password));
      case Auth.External(var user) -> approach(new Login.External(user));
      case Auth.XOAuth2(var mailbox, var tokens) -> obtainToken(mailbox, tokens);
    }
  }

  private void obtainToken(String mailbox, TokenSource tokens) {
    recorder.begin(Phase.TOKEN);
    enter(when -> noToken("no access token " + when));
    CompletableFuture<String> token;
    try {
      token = tokens.token();
    } catch (RuntimeException e) {
      token = CompletableFuture.failedFuture(e);
    }
    var _ =
        token.whenComplete(
            (value, failure) ->
                onLoop(
                    () -> {
                      if (failure == null) {
                        recorder.leave(recorder.now());
                        approach(new Login.Token(mailbox, value));
                      } else {
                        noToken("no access token: " + reason(failure));
                      }
                    }));
  }

  private void noToken(String why) {
    recorder.transcript().note(why);
    end(Ending.broken(Outcome.TOKEN_FAILED, Phase.TOKEN, why));
  }

  private void approach(Login login) {
    recorder.transcript().hide(login.secrets());
    switch (order.way()) {
      case Order.Way.Any(int rotation) -> resolve(rotation, login);
      case Order.Way.To(Candidate candidate) ->
          dial(
              new Found(List.of(candidate), List.of()), () -> recorder.begin(Phase.CONNECT), login);
    }
  }

  private void resolve(int rotation, Login login) {
    enter(when -> end(Outcome.DNS_FAILED, "no answer from the name servers " + when));
    recorder.begin(Phase.CONNECT);
    recorder.transcript().note("looking up " + delivery.target());
    var _ =
        reach
            .find(delivery.target(), rotation)
            .thenAccept(
                found -> onLoop(() -> dial(delivery.addresses().of(found), () -> {}, login)));
  }

  private void dial(Found found, Runnable connecting, Login login) {
    if (found.candidates().isEmpty()) {
      end(Outcome.DNS_FAILED, String.join("; ", found.notes()));
      return;
    }
    found.notes().forEach(recorder.transcript()::note);
    Dialer dialer =
        new Dialer(
            reach,
            delivery.tls(),
            timers,
            delivery.deadlines().phase(),
            recorder.transcript(),
            connecting,
            (connection, candidate) -> talk(connection, candidate, login),
            failures -> end(Outcome.CONNECT_FAILED, failures));
    stage = dialer::cut;
    dialer.dial(found.candidates());
  }

  private void talk(Reach.Connection connection, Candidate candidate, Login login) {
    long connected = recorder.now();
    Talk talk =
        new Talk(
            delivery,
            new Conversation(order, login),
            recorder,
            timers,
            connection.line(),
            ending -> {
              tellOfRefusal(ending, login);
              end(ending);
            });
    stage = talk::cut;
    talk.begin(connected);
    recorder.connected(connection.peer(), candidate.name());
  }

  private void tellOfRefusal(Ending ending, Login login) {
    if (ending.outcome() == Outcome.AUTH_FAILED
        && ending.reply().isPresent()
        && login instanceof Login.Token(var _, var token)
        && delivery.auth() instanceof Auth.XOAuth2(var _, var tokens)) {
      tokens.refused(token);
    }
  }

  private void enter(Consumer<String> next) {
    stage = next;
    Duration most = delivery.deadlines().phase();
    timers.phase(most, () -> next.accept("within " + Failures.text(most)));
  }

  private void onLoop(Runnable task) {
    reach.execute(
        () -> {
          if (!ended) {
            task.run();
          }
        });
  }

  private void end(Outcome outcome, String detail) {
    recorder.transcript().note(detail);
    end(Ending.broken(outcome, Phase.CONNECT, detail));
  }

  private void end(Ending ending) {
    if (!ended) {
      ended = true;
      timers.cancel();
      recorder.leave(recorder.now());
      over.accept(this);
      report.complete(recorder.report(ending));
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return Transcript.clip(
        Failures.message(
            cause != null && failure instanceof CompletionException ? cause : failure));
  }
}
