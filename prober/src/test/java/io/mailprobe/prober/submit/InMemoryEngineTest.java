package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.testkit.time.ManualTime;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What may happen on a line in memory, said by servers that follow a script. */
class InMemoryEngineTest {

  private static final String GREETING = "220 mx.example.net ready\r\n";
  private static final String HELLO = "250-mx.example.net\r\n250 STARTTLS\r\n";

  private final ManualTime time = new ManualTime();
  private final Servers servers = new Servers();
  private final InMemoryEngine engine = new InMemoryEngine(servers, time, time);

  /** Servers that answer each text of the client with the script's next line. */
  private final class Servers implements InMemoryServers {
    private final Map<String, NameAnswer<InetAddress>> hosts = new HashMap<>();
    private final Map<String, Consumer<Client>> doors = new HashMap<>();
    private final List<Consumer<Client>> script = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @Override
    public CompletableFuture<NameAnswer<InetAddress>> addresses(String host) {
      return CompletableFuture.completedFuture(
          hosts.getOrDefault(host, new NameAnswer.NoSuchName<>()));
    }

    @Override
    public CompletableFuture<NameAnswer<MailServer>> mailServers(String domain) {
      return CompletableFuture.completedFuture(new NameAnswer.NoRecord<>());
    }

    @Override
    public Connection connect(InetSocketAddress address, Client client) {
      String host = address.getAddress().getHostAddress();
      soon(
          () ->
              doors
                  .getOrDefault(
                      host,
                      connected -> {
                        connected.connected();
                        connected.said(GREETING);
                      })
                  .accept(client));
      return new Connection() {
        @Override
        public void say(String text) {
          next(text);
        }

        @Override
        public void startTls(String serverName, List<X509Certificate> own) {
          next(
              "(TLS to "
                  + serverName
                  + own.stream().map(each -> ", " + each.getSubjectX500Principal()).toList()
                  + ")");
        }

        @Override
        public void close() {
          heard.add("(close)");
        }

        private void next(String text) {
          heard.add(text.strip());
          if (!script.isEmpty()) {
            Consumer<Client> answer = script.removeFirst();
            soon(() -> answer.accept(client));
          }
        }
      };
    }

    private void soon(Runnable task) {
      var _ = time.after(Duration.ofMillis(1), task);
    }

    /** Answers with this next. */
    Servers then(String text) {
      return doing(client -> client.said(text));
    }

    Servers doing(Consumer<Client> deed) {
      script.add(deed);
      return this;
    }
  }

  private SessionReport run(TlsMode tls, String host, Optional<ClientCertificate> certificate) {
    Delivery delivery =
        new Delivery(
            new Target.Host(host, 25),
            tls,
            new Auth.None(),
            certificate,
            AddressOrder.IPV4_FIRST,
            "prober.test",
            EngineHarness.DEADLINES);
    CompletableFuture<SessionReport> report =
        engine.submit(EngineHarness.submission(delivery, _ -> {}));
    assertThat(report).as("before time passes").isNotDone();
    time.advance(Duration.ofMinutes(3));
    assertThat(time.pending()).as("timers left").isZero();
    return report.join();
  }

  private SessionReport run(TlsMode tls) {
    return run(tls, "192.0.2.1", Optional.empty());
  }

  private static void assertThatIt(
      SessionReport report, Outcome outcome, Phase phase, String... said) {
    assertThat(report.outcome()).isEqualTo(outcome);
    assertThat(report.phase()).isEqualTo(phase);
    assertThat(report.detail()).contains(said);
  }

  @Test
  void aMessageIsHandedOverWithDotsStuffedAndTimesByTheClock() {
    servers.then("250 mx.example.net\r\n").then("250 2.1.0 OK\r\n").then("250 2.1.5 OK\r\n");
    servers.then("354 go\r\n").then("250 2.0.0 OK\r\n").then("221 2.0.0 bye\r\n");
    SessionReport report = run(TlsMode.NONE);
    assertThatIt(report, Outcome.ACCEPTED, Phase.END_OF_DATA, "250 2.0.0 OK");
    assertThat(servers.heard.get(4)).isEqualTo("Subject: test\r\n\r\nhello\r\n..dot\r\n.");
    assertThat(servers.heard.getLast()).isEqualTo("(close)");
    assertThat(report.duration()).isEqualTo(Duration.ofMillis(7));
    assertThat(report.phases())
        .allMatch(phase -> phase.phase() == Phase.BANNER == phase.duration().isZero());
  }

  @Test
  void aReplyMayComeInPiecesAndEndWithin() {
    servers.doing(
        client -> {
          client.said("25");
          client.said("0-mx\r\n250 ");
          client.closed();
        });
    assertThatIt(
        run(TlsMode.NONE),
        Outcome.CLOSED,
        Phase.EHLO,
        "connection closed by the peer, no reply to ehlo, only half a line: 250-mx 250");
  }

  @Test
  void whatIsNotSmtpOrWasNotAskedForEndsTheSession() {
    assertThatIt(
        garbled("HTTP/1.1 400\r\n250 OK\r\n"), Outcome.CLOSED, Phase.EHLO, "is not SMTP: HTTP/1.1");
    assertThatIt(
        garbled("250 OK\r\n250 OK\r\n"),
        Outcome.CLOSED,
        Phase.MAIL,
        "answered before it was asked");
    assertThatIt(
        garbled("250 OK\r\n421 4.3.2 No\r\n"), Outcome.DEFERRED, Phase.MAIL, "421 4.3.2 No");
  }

  private SessionReport garbled(String answer) {
    servers.script.clear();
    servers.then(answer);
    return run(TlsMode.NONE);
  }

  @Test
  void aHandshakeMayFailBreakOffOrNotBeOne() {
    assertThatIt(
        shakingHands(client -> client.tlsFailed("bad luck")),
        Outcome.TLS_FAILED,
        Phase.STARTTLS,
        "TLS failed: bad luck");
    assertThatIt(
        shakingHands(InMemoryServers.Client::reset), Outcome.CLOSED, Phase.STARTTLS, "reset");
    assertThatIt(
        shakingHands(client -> client.said("hi\r\n")),
        Outcome.TLS_FAILED,
        Phase.STARTTLS,
        "not an SSL/TLS record: 68690d0a");
    assertThatIt(shakingHands(_ -> {}), Outcome.TIMED_OUT, Phase.STARTTLS, "within 30 s");
  }

  private SessionReport shakingHands(Consumer<InMemoryServers.Client> deed) {
    servers.script.clear();
    servers.then(HELLO).then("220 go\r\n").doing(deed);
    return run(TlsMode.STARTTLS);
  }

  @Test
  void ourCertificateIsShownOrMissed() {
    TestCertificates.Client own = new TestCertificates().forClient("prober.test");
    servers.then(HELLO).then("220 go\r\n");
    servers.doing(client -> client.secured(new TlsSession("TLSv1.3", "suite", Optional.empty())));
    servers.then("421 4.3.2 No\r\n");
    SessionReport report =
        run(
            TlsMode.STARTTLS,
            "192.0.2.1",
            Optional.of(() -> new ClientCertificate.Shown(own.chain(), own.key())));
    assertThatIt(report, Outcome.DEFERRED, Phase.TLS_EHLO, "421 4.3.2 No");
    assertThat(report.tls()).isPresent();
    assertThat(report.transcript())
        .anyMatch(line -> line.text().startsWith("we showed our certificate, CN=prober.test"));
    assertThat(servers.heard).anyMatch(text -> text.startsWith("(TLS to 192.0.2.1[, CN="));
    SessionReport without =
        run(
            TlsMode.STARTTLS,
            "192.0.2.1",
            Optional.of(
                () -> {
                  throw new IOException("no such file");
                }));
    assertThatIt(without, Outcome.TLS_FAILED, Phase.CONNECT, "no such file");
    assertThat(without.ownFault()).isTrue();
  }

  @Test
  void addressesAreTriedInTurnAndGivenUpInTime() {
    servers.hosts.put("mx.example.net", new NameAnswer.Found<>(addresses(1, 2, 3)));
    List<InMemoryServers.Client> waiting = new ArrayList<>();
    servers.doors.put("192.0.2.1", waiting::add);
    servers.doors.put("192.0.2.2", client -> client.unreachable("no route to host"));
    servers.then("550 5.7.1 No\r\n");
    SessionReport report = run(TlsMode.NONE, "mx.example.net", Optional.empty());
    assertThatIt(report, Outcome.REJECTED, Phase.EHLO, "550 5.7.1 No");
    assertThat(report.frontEnd())
        .hasValueSatisfying(one -> assertThat(one.address()).isEqualTo("192.0.2.3"));
    assertThat(report.transcript())
        .extracting(line -> line.text())
        .contains("192.0.2.1:25 no answer within 30 s", "192.0.2.2:25 no route to host");
    waiting.forEach(InMemoryServers.Client::connected); // Too late: nobody listens.
    assertThat(servers.heard).containsExactly("(close)", "EHLO prober.test", "QUIT", "(close)");
  }

  @Test
  void aServerMayResetBeforeItAnswers() {
    servers.doors.put("192.0.2.1", InMemoryServers.Client::reset);
    assertThatIt(run(TlsMode.NONE), Outcome.CONNECT_FAILED, Phase.CONNECT, "192.0.2.1:25 reset");
  }

  @Test
  void silenceOfNameServersIsBelievedAfterAWhile() {
    servers.hosts.put("mx.example.net", new NameAnswer.Silence<>());
    SessionReport report = run(TlsMode.NONE, "mx.example.net", Optional.empty());
    assertThatIt(
        report, Outcome.DNS_FAILED, Phase.CONNECT, "no answer from the name servers for mx");
    assertThat(report.duration()).isEqualTo(Duration.ofSeconds(5));
  }

  private static List<InetAddress> addresses(int... hosts) {
    List<InetAddress> addresses = new ArrayList<>();
    for (int host : hosts) {
      addresses.add(InetAddress.ofLiteral("192.0.2." + host));
    }
    return addresses;
  }
}
