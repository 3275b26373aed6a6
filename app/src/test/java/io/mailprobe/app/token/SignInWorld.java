package io.mailprobe.app.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.prober.submit.SmtpEngine;
import io.mailprobe.prober.submit.Submission;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.time.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * A tenant with its sign-in service over HTTPS, a desk that fetches tokens there with the real
 * MSAL, and an engine that submits with them. All that is logged meanwhile is kept, at every level.
 */
final class SignInWorld implements AutoCloseable {

  static final String MAILBOX = "probe@amer.contoso.example";

  /** For a busy machine; where silence is what a test is about, it says so. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** At the machine's time, since MSAL dates what it signs by that. */
  final ManualTime time = new ManualTime(Instant.ofEpochMilli(System.currentTimeMillis()));

  final Simulator simulator;
  final Metrics metrics =
      new Metrics(time, new Build("test", "test"), new Blame(RuleFile.classifier(List.of())));
  final TokenDesk desk;
  private final SmtpEngine engine;
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level levelBefore = root.getLevel();
  private final AppenderBase<ILoggingEvent> listener =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(event.getFormattedMessage() + " " + event.getThrowableProxy());
        }
      };

  SignInWorld(EntraSettings entra) throws IOException {
    this(entra, PATIENCE);
  }

  SignInWorld(EntraSettings entra, Duration patience) throws IOException {
    listener.start();
    root.setLevel(Level.TRACE);
    root.addAppender(listener);
    simulator =
        new Simulator(
            SimulatorSettings.standard(
                    List.of(Mailbox.ofApplications(MAILBOX, Applications.CLIENT)),
                    Map.of(),
                    Map.of())
                .withEntra(entra),
            time,
            time,
            new SplittableRandom(20260602));
    simulator.start();
    simulator.entra().rotateKeys(); // To make a key takes its time, which no test is about.
    List<X509Certificate> trusted = certificates(simulator.authorityPem());
    desk = new TokenDesk(time, new SignInService(trusted, patience), metrics.tokens("amer"));
    engine =
        new SmtpEngine(new EngineSettings(List.of(simulator.nameServer()), trusted), time, time);
    engine.start();
  }

  private static List<X509Certificate> certificates(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  String authority() {
    return simulator.signInAddress().toString();
  }

  /** One session through the mailbox. */
  SessionReport submit(ClientCredentials credentials) {
    return await(begin(desk.of(credentials)));
  }

  /** Sessions are accepted again, if not at once, since the machine may be busy. */
  void assertRecovers(ClientCredentials credentials) {
    Waiting.until(
        "a session is accepted",
        Duration.ofSeconds(30),
        () -> {
          time.advance(Duration.ofMinutes(1));
          return submit(credentials).outcome() == Outcome.ACCEPTED;
        });
  }

  CompletableFuture<SessionReport> begin(TokenSource tokens) {
    Delivery delivery =
        new Delivery(
            new Target.Host("smtp-amer.office365.example", simulator.port()),
            TlsMode.STARTTLS,
            new Auth.XOAuth2(MAILBOX, tokens),
            "prober.test",
            new Deadlines(Duration.ofSeconds(30), Duration.ofMinutes(2)));
    return engine.submit(
        new Submission(
            delivery,
            MAILBOX,
            "probe@probe.example",
            "From: " + MAILBOX + "\r\nMessage-ID: <1@probe.example>\r\n\r\nhello\r\n",
            0,
            _ -> {}));
  }

  static SessionReport await(CompletableFuture<SessionReport> report) {
    try {
      return report.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no report", e);
    }
  }

  /** The sum of all series of that name with these labels among their own. */
  double metric(String name, String... labels) {
    return new String(metrics.scrape("text/plain").body(), US_ASCII)
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Neither a log, at any level, nor these texts hold one of the secrets. */
  void assertKept(List<String> secrets, String... texts) {
    assertThat(logged).as("the log").isNotEmpty();
    for (String secret : secrets) {
      assertThat(logged).as("the log").noneMatch(line -> line.contains(secret));
      assertThat(texts).noneMatch(text -> text.contains(secret));
    }
  }

  @Override
  public void close() {
    root.detachAppender(listener);
    root.setLevel(levelBefore);
    engine.close();
    simulator.close();
    metrics.close();
  }
}
