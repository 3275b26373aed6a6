package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.ProbeHandle;
import io.mailprobe.prober.Prober;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.LedgerView.Filter;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.prober.submit.SmtpEngine;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.receiver.Receiver;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.smtp.SmtpClient;
import io.mailprobe.testkit.time.ManualTime;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A whole prober and a whole receiver, and between them a scripted peer that takes what it takes
 * and passes on what it is told to. All of it in manual time.
 */
final class Relay implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  static final String DOMAIN = "probe.example.net";
  static final Keyring KEYS =
      new Keyring(
          List.of(new StampKey("k1", "a secret of the tests".getBytes(StandardCharsets.US_ASCII))));

  private final ManualTime time = new ManualTime();
  private final int peerPort = Ports.free();
  private final Semaphore connections = new Semaphore(0);
  private final Receiver receiver;
  private final Route route;
  private final Ledger ledger;
  private final SmtpEngine engine;
  private final Prober prober;
  private Optional<ScriptedPeer> peer = Optional.empty();

  Relay(Path folder, TestCertificates certificates) throws IOException {
    receiver =
        new Receiver(
            new ReceiverSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "mx." + DOMAIN,
                List.of(DOMAIN),
                List.of(),
                Optional.empty(),
                folder.resolve("receiver"),
                Limits.DEFAULT),
            KEYS,
            new Silent(),
            time,
            time,
            new Random(1));
    receiver.start();
    route = route(peerPort);
    ledger = Ledger.open(folder.resolve("prober"), List.of(route), time, new Silent());
    engine =
        new SmtpEngine(
            new EngineSettings(List.of(), List.of(certificates.authority())), time, time);
    engine.start();
    prober =
        new Prober(
            List.of(route),
            ledger,
            Plans.composer(KEYS, Optional.empty()),
            engine,
            List.of(new NamedFeed("receiver", receiver.feed())),
            new Surroundings(time, time, new Random(2), new Silent()));
    prober.startUnscheduled();
  }

  /** A route through a server at that port of this host. */
  static Route route(int port) {
    return new Route(
        "outbound",
        "emea",
        "emea-1",
        io.mailprobe.prober.Path.OUTBOUND,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Duration.ofHours(24),
        Duration.ofHours(25),
        100,
        "probe@contoso.test",
        new Recipient.TokenAt(DOMAIN),
        new Delivery(
            new Target.Host("127.0.0.1", port),
            TlsMode.STARTTLS,
            new Auth.Password("probe@contoso.test", "correct horse"),
            "prober.test",
            Deadlines.DEFAULT));
  }

  /** Lets the peer do this on its connections, one after the other. */
  void play(Dialogue... dialogues) {
    peer = Optional.of(ScriptedPeer.on("127.0.0.1", peerPort, dialogues));
  }

  private ScriptedPeer peer() {
    return peer.orElseThrow();
  }

  /** Waits, on the peer's thread, until the prober knows of its connection. */
  void awaitConnected() {
    try {
      assertThat(connections.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The deadline of a phase passes. */
  void halfAMinute() {
    time.advance(Duration.ofSeconds(30));
  }

  /** Opens a probe. */
  Probe probe() {
    connections.drainPermits();
    int connectionsBefore = peer().connections();
    int messagesBefore = peer().messages().size();
    Instant scheduled = time.micros();
    ProbeHandle handle =
        prober.probeNow(
            route,
            line -> {
              if (line.text().equals("connected")) {
                connections.release();
              }
            });
    return new Probe(handle, scheduled, connectionsBefore, messagesBefore);
  }

  /** Holds the ledger's law, and that nothing was lost or counted twice. */
  void assertAllDeliveredOnce(int probes) {
    RouteAccount account = account();
    assertThat(account.opened()).isEqualTo(probes);
    assertThat(account.verdicts().get(Verdict.DELIVERED)).isEqualTo(probes);
    assertThat(account.inFlight()).isZero();
    assertThat(account.arrived()).isEqualTo(probes);
    assertThat(account.negativeLatencies()).isZero();
  }

  private RouteAccount account() {
    return ledger.accounts().getFirst();
  }

  private static long duplicates(RouteAccount account) {
    return account.duplicatesByRetry() + account.duplicatesByProvider();
  }

  @Override
  public void close() {
    try {
      prober.drain(Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    engine.close();
    ledger.close();
    receiver.close();
    peer().close();
  }

  /** A probe on its way. */
  final class Probe {

    private final ProbeHandle handle;
    private final Instant scheduled;
    private final int connectionsBefore;
    private final int messagesBefore;

    private Probe(
        ProbeHandle handle, Instant scheduled, int connectionsBefore, int messagesBefore) {
      this.handle = handle;
      this.scheduled = scheduled;
      this.connectionsBefore = connectionsBefore;
      this.messagesBefore = messagesBefore;
    }

    Instant scheduled() {
      return scheduled;
    }

    SessionReport firstReport() throws Exception {
      return handle.firstSession().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Lets time pass until that attempt begins, and waits until it is accepted. */
    void awaitAttempt(int number) {
      Waiting.until(
          "attempt " + number + " is accepted",
          PATIENCE,
          () -> {
            if (peer().connections() < connectionsBefore + number) {
              Instant now = time.micros();
              time.advance(
                  record()
                      .nextAttempt()
                      .filter(now::isBefore)
                      .map(next -> Duration.between(now, next))
                      .orElse(Duration.ofMillis(500)));
            }
            return record().accepted().isPresent();
          });
    }

    /** Passes the last message that the peer took to the receiver; when. */
    Instant forward() throws IOException {
      List<String> messages = peer().messages();
      assertThat(messages).hasSizeGreaterThan(messagesBefore);
      Instant now = time.micros();
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), receiver.port());
      String recipient = new RecipientToken(KEYS).localPart(handle.id()) + "@" + DOMAIN;
      try (SmtpClient client = SmtpClient.greeted(address)) {
        String message = messages.getLast();
        assertThat(client.transaction("probe@contoso.test", recipient, message).code())
            .isEqualTo(250);
      }
      return now;
    }

    void awaitDelivery() throws Exception {
      assertThat(handle.verdict().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(Verdict.DELIVERED);
    }

    /** A further arrival is counted beside the delivery. */
    void awaitDuplicate() {
      long probes = account().opened();
      Waiting.until("a duplicate", PATIENCE, () -> duplicates(account()) == probes);
    }

    ProbeRecord record() throws IOException {
      return ledger.probes(new Filter(Optional.empty(), false, Optional.empty(), 1)).getFirst();
    }
  }
}
