package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.testkit.peers.Unbound;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of RFC 5321 5.1, with what a real name server makes of them. */
class RealResolverTest {

  private static final Dialogue GOOD = Dialogue.greeting().ehlo().transaction().quit();

  private static final String RECORDS =
      """
      several MX 20 mx20
      several MX 10 mx10a
      several MX 10 mx10b
      mx10a A 127.0.1.1
      mx10a A 127.0.1.2
      mx10b A 127.0.1.3
      mx20 A 127.0.1.4
      aliased MX 10 alias
      alias CNAME mx10b
      whole CNAME several
      bare CNAME onlya
      null MX 0 .
      nullplus MX 0 .
      nullplus MX 10 mx10b
      onlya A 127.0.1.1
      nothing TXT "neither mail server nor address"
      gone MX 10 nowhere
      partly MX 10 nowhere
      partly MX 20 mx20
      failing MX 10 mx.broken.test.
      half MX 10 mx.broken.test.
      half MX 20 mx20
      numeric MX 10 127.0.1.1.
      both A 127.0.1.1
      both AAAA ::1
      loop CNAME loop2
      loop2 CNAME loop
      """
          + IntStream.range(0, 60)
              .mapToObj(
                  n ->
                      "many MX %d mx-with-a-long-name-so-that-the-answer-needs-tcp-%d\nmx-with-a-long-name-so-that-the-answer-needs-tcp-%d A 127.0.2.%d\n"
                          .formatted(n, n, n, n + 1))
              .collect(Collectors.joining());

  @TempDir private static Path folder;

  private static Unbound dns;

  private EngineHarness harness;

  @BeforeAll
  static void start() throws IOException {
    dns = Unbound.start(folder, RECORDS);
  }

  @AfterAll
  static void stop() {
    if (dns != null) {
      dns.close();
    }
  }

  @BeforeEach
  void open() {
    harness = new EngineHarness(List.of(dns.address()), List.of());
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void everyAddressOfAPreferenceIsTriedBeforeTheNextPreference() {
    SessionReport report = run(mx("several", 9));
    assertThat(report.outcome()).isEqualTo(Outcome.CONNECT_FAILED);
    assertThat(report.detail())
        .isEqualTo(
            "no connection: 127.0.1.1:9 connection refused; 127.0.1.2:9 connection refused;"
                + " 127.0.1.3:9 connection refused; 127.0.1.4:9 connection refused");
  }

  @Test
  void theWorstPreferenceServesWhereTheOthersAreDead() {
    try (ScriptedPeer peer = ScriptedPeer.on("127.0.1.4", 0, GOOD)) {
      assertAccepted(run(mx("several", peer.port())), "127.0.1.4");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aliased, 127.0.1.3", // The mail server's name is an alias.
    "whole, 127.0.1.3", // The domain's is, and what it stands for has mail servers.
    "bare, 127.0.1.1", // It is, and what it stands for has none.
    "onlya, 127.0.1.1", // The domain is its own mail server.
    "partly, 127.0.1.4", // One mail server does not exist.
    "half, 127.0.1.4", // One cannot be looked up.
    "nullplus, 127.0.1.3", // A null MX beside another one is none (RFC 7505 3).
    "both, 127.0.1.1", // IPv4 before IPv6.
    "many, 127.0.2.3" // The answer comes by TCP.
  })
  void theServerThatIsUsedIs(String name, String address) {
    try (ScriptedPeer peer = ScriptedPeer.on(address, 0, GOOD)) {
      assertAccepted(run(mx(name, peer.port())), address);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "null.mail.test, null.mail.test accepts no mail: it has a null MX (RFC 7505)",
    "nowhere.mail.test, nowhere.mail.test does not exist (NXDOMAIN)",
    "nothing.mail.test, nothing.mail.test has no address",
    "gone.mail.test, nowhere.mail.test does not exist (NXDOMAIN)",
    "failing.mail.test, the name servers failed on mx.broken.test (ServFail(2))",
    "broken.test, the name servers failed on broken.test (ServFail(2))",
    "numeric.mail.test, an address where a name must be: 127.0.1.1",
    "loop.mail.test, loop.mail.test"
  })
  void whatCannotBeFoundIsToldWithItsReason(String domain, String reason) {
    SessionReport report = run(new Target.Mx(domain, 25));
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.DNS_FAILED);
    assertThat(report.phase()).isEqualTo(Phase.CONNECT);
    assertThat(report.frontEnd()).isEmpty();
    assertThat(report.detail()).contains(reason);
  }

  @Test
  void aServerOfThatNameIsNoBetter() {
    SessionReport report = run(new Target.Host("nowhere.mail.test", 25));
    assertThat(report.outcome()).isEqualTo(Outcome.DNS_FAILED);
    assertThat(report.detail()).contains("nowhere.mail.test does not exist (NXDOMAIN)");
  }

  @Test
  void whatNobodyAnswersRunsIntoThePhasesDeadline() {
    SessionReport report =
        harness.runAndPass(
            EngineHarness.to(new Target.Mx("silent.test", 25), TlsMode.NONE, new Auth.None()),
            "looking up mx:silent.test",
            Duration.ofSeconds(30));
    assertThat(report.outcome()).isEqualTo(Outcome.DNS_FAILED);
    assertThat(report.detail()).isEqualTo("no answer from the name servers within 30 s");
  }

  @Test
  void onlyTheTenBestServersAreLookedUp() {
    SessionReport report = run(mx("many", 9));
    assertThat(report.outcome()).isEqualTo(Outcome.CONNECT_FAILED);
    assertThat(report.transcript())
        .extracting(TranscriptLine::text)
        .filteredOn(line -> line.startsWith("connecting to "))
        .hasSize(10)
        .last()
        .isEqualTo("connecting to 127.0.2.10:9");
  }

  /** Until its time is over an address is not asked for again; after that it is. */
  @Test
  void anAddressIsUsedForItsTimeAndNotLonger() throws IOException {
    try (ScriptedPeer before = ScriptedPeer.on("127.0.1.1", 0, GOOD);
        ScriptedPeer after = ScriptedPeer.on("127.0.1.2", before.port(), GOOD)) {
      dns.serve(
          RECORDS
              + "short MX 10 brief\nbrief 1 A 127.0.1.1\nlong MX 10 lasting\nlasting 300 A 127.0.1.1\n");
      Waiting.until(
          "the records are served",
          Duration.ofSeconds(10),
          () ->
              used("short", before.port()).equals("127.0.1.1")
                  && used("long", before.port()).equals("127.0.1.1"));
      dns.serve(
          RECORDS
              + "short MX 10 brief\nbrief 1 A 127.0.1.2\nlong MX 10 lasting\nlasting 300 A 127.0.1.2\n");
      Waiting.until(
          "the new address is used",
          Duration.ofSeconds(10),
          () -> used("short", before.port()).equals("127.0.1.2"));
      assertThat(used("long", before.port())).isEqualTo("127.0.1.1");
      assertThat(after.connections()).isPositive();
    } finally {
      dns.serve(RECORDS);
    }
  }

  private String used(String name, int port) {
    return run(mx(name, port)).frontEnd().map(FrontEnd::address).orElse("none");
  }

  private static void assertAccepted(SessionReport report, String address) {
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(report.frontEnd().map(FrontEnd::address)).contains(address);
  }

  private static Target mx(String name, int port) {
    return new Target.Mx(name + ".mail.test", port);
  }

  private SessionReport run(Target target) {
    return harness.run(EngineHarness.to(target, TlsMode.NONE, new Auth.None()));
  }
}
