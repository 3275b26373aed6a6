package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.time.ManualTime;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A running engine in manual time. On close it must have nothing left. */
final class EngineHarness implements AutoCloseable {

  static final Deadlines DEADLINES = new Deadlines(Duration.ofSeconds(30), Duration.ofMinutes(2));

  static final String MESSAGE = "Subject: test\r\n\r\nhello\r\n.dot\r\n";

  final ManualTime time = new ManualTime();
  final SmtpEngine engine;

  EngineHarness() {
    this(List.of(), List.of());
  }

  EngineHarness(List<InetSocketAddress> dnsServers, List<X509Certificate> trusted) {
    engine = new SmtpEngine(new EngineSettings(dnsServers, trusted), time, time);
    engine.start();
  }

  /** Runs one plain session with the peer. */
  SessionReport run(ScriptedPeer peer) {
    return run(to(peer, TlsMode.NONE, new Auth.None()));
  }

  SessionReport run(Delivery delivery) {
    return run(delivery, _ -> {});
  }

  SessionReport run(Delivery delivery, Consumer<TranscriptLine> listener) {
    return await(engine.submit(submission(delivery, listener)));
  }

  static SessionReport await(CompletableFuture<SessionReport> report) {
    try {
      return report.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no report", e);
    }
  }

  static Delivery to(ScriptedPeer peer, TlsMode tls, Auth auth) {
    return to(new Target.Host(peer.host(), peer.port()), tls, auth);
  }

  static Delivery to(Target target, TlsMode tls, Auth auth) {
    return new Delivery(target, tls, auth, "prober.test", DEADLINES);
  }

  static Submission submission(Delivery delivery, Consumer<TranscriptLine> listener) {
    return new Submission(
        delivery, "probe@contoso.test", "probe+token@receiver.test", MESSAGE, 0, listener);
  }

  /** Runs a session; lets time pass as soon as its transcript has the line. */
  SessionReport runAndPass(Delivery delivery, String line, Duration duration) {
    return run(
        delivery,
        said -> {
          if (said.text().equals(line)) {
            time.advance(duration);
          }
        });
  }

  /** No session is left, and no timer. */
  void assertIdle() {
    assertThat(engine.running()).as("sessions left").isZero();
    assertThat(time.pending()).as("timers left").isZero();
  }

  @Override
  public void close() {
    assertIdle();
    engine.close();
  }
}
