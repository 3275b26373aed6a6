package io.mailprobe.simulator;

import static io.mailprobe.simulator.Bench.LOOP;
import static io.mailprobe.simulator.Bench.MAILBOX;
import static io.mailprobe.simulator.Bench.TOKEN;
import static io.mailprobe.simulator.Bench.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.smtp.SmtpClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault of sessions in each phase, as a client meets it. */
class FaultTest {

  private Bench bench;

  @BeforeEach
  void start() throws IOException {
    bench = Bench.alone();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT"})
  void repliesInItsPhaseOnly(Phase phase) throws IOException {
    inject(Fault.Reply.of(phase, "421 4.3.2 Service not active {trailer}"));
    try (SmtpClient client = connect()) {
      SmtpReply reply = upTo(phase, client);
      assertThat(reply.toString())
          .startsWith("421 4.3.2 Service not active [SJ5PEPF000001F2.namprd07.prod.outlook.com ");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(bench.simulator.stats("amer").struck()).isEqualTo(1);
    assertThat(bench.simulator.stats("amer").accepted()).isEqualTo(phase == Phase.QUIT ? 1 : 0);
  }

  /** The port tells which way mail goes, before the client has said a word. */
  @ParameterizedTest
  @EnumSource(MailPath.class)
  void strikesOnePathAloneAlreadyAtTheBanner(MailPath path) throws IOException {
    bench.simulator.faults().inject(new Fault.Close(Phase.BANNER), new Scope.OnPath(path), 1);
    InetSocketAddress exchange = bench.frontEnd(0);
    InetSocketAddress submission =
        new InetSocketAddress(exchange.getAddress(), bench.simulator.submissionPort());
    boolean inbound = path == MailPath.INBOUND;
    try (SmtpClient struck = SmtpClient.connect(inbound ? exchange : submission);
        SmtpClient other = SmtpClient.connect(inbound ? submission : exchange)) {
      assertThatThrownBy(struck::reply).isInstanceOf(EOFException.class);
      assertThat(other.reply().code()).isEqualTo(220);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "BANNER", "QUIT"})
  void goesOnAfterAReplyThatIsNot421(Phase phase) throws IOException {
    Injection fault = inject(Fault.Reply.of(phase, "554 4.3.2 mailbox busy"));
    try (SmtpClient client = connect()) {
      assertThat(upTo(phase, client)).hasToString("554 4.3.2 mailbox busy");
      bench.simulator.faults().end(fault);
      client.expect(250, "EHLO again.test");
      String from = phase.compareTo(Phase.AUTH) > 0 ? MAILBOX : "a@probe.example";
      assertThat(client.transaction(from, LOOP, "x\r\n").code()).isEqualTo(250);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT"})
  void closesWithoutAWord(Phase phase) throws IOException {
    inject(new Fault.Close(phase));
    try (SmtpClient client = connect()) {
      assertThatThrownBy(() -> upTo(phase, client)).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT"})
  void resets(Phase phase) {
    inject(new Fault.Reset(phase));
    // A reset at the banner may already end the connect.
    assertThatThrownBy(
            () -> {
              try (SmtpClient client = connect()) {
                upTo(phase, client);
              }
            })
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT"})
  void stallsUntilTheSessionsTimeIsOver(Phase phase) throws IOException {
    inject(new Fault.Stall(phase));
    try (SmtpClient client = connect();
        ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SmtpReply> reply = thread.submit(() -> upTo(phase, client));
      Eventually.holds(() -> bench.simulator.stats("amer").struck() == 1);
      bench.time.advance(Duration.ofMinutes(9));
      assertThat(reply).isNotDone();
      bench.time.advance(Duration.ofMinutes(1));
      assertThat(reply)
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BANNER", "MAIL", "END_OF_DATA"})
  void dripsItsOwnAnswerInItsPhaseOnly(Phase phase) throws Exception {
    inject(new Fault.Drip(phase, Duration.ofSeconds(1)));
    Instant start = bench.time.wall();
    try (SmtpClient client = connect();
        ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SmtpReply> reply = thread.submit(() -> upTo(phase, client));
      Eventually.holds(() -> bench.simulator.stats("amer").struck() == 1);
      Eventually.holds(
          () -> {
            bench.time.advance(Duration.ofSeconds(1));
            return reply.isDone();
          });
      assertThat(reply.get().isTransient() || reply.get().isPermanent()).isFalse();
      // A second between any two bytes, and the shortest answer has 21.
      assertThat(Duration.between(start, bench.time.wall()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }
    assertThat(bench.simulator.stats("amer").struck()).isEqualTo(1);
  }

  @Test
  void beginsTheHandshakeLate() throws Exception {
    inject(new Fault.SlowHandshake(Duration.ofSeconds(40)));
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SmtpClient> encrypted = thread.submit(bench::encrypted);
      Eventually.holds(() -> bench.simulator.stats("amer").struck() == 1);
      Eventually.holds(() -> bench.time.pending() == 2); // The pause, and the session's longest.
      bench.time.advance(Duration.ofSeconds(39));
      assertThat(encrypted).isNotDone();
      bench.time.advance(Duration.ofSeconds(1));
      try (SmtpClient client = encrypted.get(10, TimeUnit.SECONDS)) {
        client.expect(250, "EHLO again.test");
      }
    }
  }

  @Test
  void failsTheHandshake() {
    inject(new Fault.TlsFailure());
    assertThatThrownBy(bench::encrypted)
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("handshake_failure");
  }

  @Test
  void changesWhatAMessageCarries() throws IOException {
    inject(new Fault.Strip(Set.of("X-Mailprobe")));
    inject(new Fault.Rewrite("message-id", "<changed@relay.example>"));
    inject(new Fault.Skew(Duration.ofSeconds(-90)));
    Dialogue takes = Dialogue.greeting().ehlo("8BITMIME").transaction().quit();
    try (ScriptedPeer receiver = ScriptedPeer.play(takes);
        Bench delivering = Bench.deliveringTo(receiver.port())) {
      for (Injection each : bench.simulator.faults().active()) {
        delivering.simulator.faults().inject(each.fault(), each.scope(), each.share());
      }
      delivering.inbound(0);
      delivering.time.advance(Duration.ofSeconds(30));
      Eventually.holds(() -> delivering.simulator.stats("amer").delivered() == 1);
      assertThat(receiver.messages().getFirst())
          .contains("Message-ID: <changed@relay.example>\r\n", "\r\n\r\n..dot\r\nend")
          .contains("OriginalArrivalTime: 02 Jun 2026 13:01:30.0000")
          .doesNotContain("X-Mailprobe", "<1@probe.example>");
    }
  }

  @Test
  void endsAStallWhenTheClientGivesUp() throws IOException {
    inject(new Fault.Stall(Phase.BANNER));
    SmtpClient client = connect();
    Eventually.holds(() -> bench.simulator.stats("amer").struck() == 1);
    assertThat(bench.time.pending()).isEqualTo(1);
    client.close();
    Eventually.holds(() -> bench.time.pending() == 0);
  }

  @Test
  void strikesInItsScopeOnly() throws IOException {
    bench
        .simulator
        .faults()
        .inject(Fault.Reply.of(Phase.BANNER, "421 4.3.2 no"), Scope.frontEnd("127.0.11.2"), 1);
    bench
        .simulator
        .faults()
        .inject(Fault.Reply.of(Phase.BANNER, "421 4.3.2 no"), Scope.region("apac"), 1);
    for (int number = 0; number < 6; number++) {
      try (SmtpClient client = SmtpClient.connect(bench.frontEnd(number))) {
        client.expect(number == 1 || number > 3 ? 421 : 220);
      }
    }
  }

  @Test
  void strikesItsShareOfTheSessionsAndTheSameOnesOfASeed() throws IOException {
    String first = strikesOf(400);
    assertThat(first.chars().filter(c -> c == 'x').count()).isBetween(90L, 150L);
    bench.close();
    start();
    assertThat(strikesOf(400)).isEqualTo(first);
  }

  private String strikesOf(int sessions) throws IOException {
    bench
        .simulator
        .faults()
        .inject(Fault.Reply.of(Phase.BANNER, "421 4.3.2 no"), Scope.everywhere(), 0.3);
    StringBuilder strikes = new StringBuilder();
    for (int i = 0; i < sessions; i++) {
      try (SmtpClient client = SmtpClient.connect(bench.frontEnd(0))) {
        strikes.append(client.reply().code() == 421 ? 'x' : '.');
      }
    }
    return strikes.toString();
  }

  private Injection inject(Fault fault) {
    return bench.simulator.faults().inject(fault, Scope.region("amer"), 1);
  }

  private SmtpClient connect() throws IOException {
    return SmtpClient.connect(bench.frontEnd(0));
  }

  /** The reply of the phase, all before it having gone well. */
  private SmtpReply upTo(Phase phase, SmtpClient client) throws IOException {
    return switch (phase) {
      case TOKEN, CONNECT -> throw new AssertionError();
      case BANNER -> client.reply();
      case EHLO -> {
        client.expect(220);
        yield client.say("EHLO client.test");
      }
      case STARTTLS -> {
        client.expect(220);
        client.expect(250, "EHLO client.test");
        yield client.say("STARTTLS");
      }
      case TLS_EHLO -> {
        client.expect(220);
        client.expect(250, "EHLO client.test");
        client.encrypt(bench.trust(), "smtp-amer.office365.example");
        yield client.say("EHLO client.test");
      }
      case AUTH -> {
        client.expect(220);
        client.expect(250, "EHLO client.test");
        client.startTls(bench.trust(), "smtp-amer.office365.example");
        yield client.say("AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN));
      }
      case MAIL -> {
        require(235, upTo(Phase.AUTH, client));
        yield client.say("MAIL FROM:<" + MAILBOX + ">");
      }
      case RCPT -> {
        require(250, upTo(Phase.MAIL, client));
        yield client.say("RCPT TO:<probe@probe.example>");
      }
      case DATA -> {
        require(250, upTo(Phase.RCPT, client));
        yield client.say("DATA");
      }
      case END_OF_DATA -> {
        require(354, upTo(Phase.DATA, client));
        yield client.say("A: b\r\n\r\nx\r\n.");
      }
      case QUIT -> {
        require(250, upTo(Phase.END_OF_DATA, client));
        yield client.say("QUIT");
      }
    };
  }

  private static void require(int code, SmtpReply reply) {
    assertThat(reply.code()).as(reply.toString()).isEqualTo(code);
  }
}
