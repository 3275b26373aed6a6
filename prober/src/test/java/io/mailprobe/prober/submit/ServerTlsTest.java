package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.tls.TestCertificates;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerTlsTest {

  private static final TestCertificates CERTIFICATES = new TestCertificates();
  private static final TestCertificates.Server GOOD = CERTIFICATES.forNames("127.0.0.1");
  private static final EngineHarness HARNESS =
      new EngineHarness(List.of(), List.of(CERTIFICATES.authority()));

  @AfterEach
  void nothingIsLeft() {
    HARNESS.assertIdle();
  }

  @AfterAll
  static void close() {
    HARNESS.close();
  }

  @Test
  void startTlsIsReportedWithTheCertificatesExpiry() {
    SessionReport report =
        run(TlsMode.STARTTLS, offered(GOOD.context()).ehlo().transaction().quit());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(report.tls().orElseThrow().version()).isEqualTo("TLSv1.3");
    assertThat(report.tls().orElseThrow().certificateNotAfter())
        .contains(GOOD.certificate().getNotAfter().toInstant());
    assertThat(report.phases())
        .extracting(PhaseTiming::phase)
        .containsSequence(Phase.EHLO, Phase.STARTTLS, Phase.TLS_EHLO, Phase.MAIL);
  }

  @Test
  void implicitTlsComesBeforeTheBanner() {
    Dialogue peer =
        Dialogue.start()
            .startTls(GOOD.context())
            .reply("220 mx.test ESMTP")
            .ehlo("STARTTLS")
            .transaction()
            .quit();
    SessionReport report = run(TlsMode.IMPLICIT, peer);
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(report.tls()).isPresent();
    assertThat(report.phases())
        .extracting(PhaseTiming::phase)
        .startsWith(Phase.CONNECT, Phase.BANNER, Phase.EHLO, Phase.MAIL);
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    assertTlsFailed(
        run(TlsMode.STARTTLS, offered(CERTIFICATES.forNames("other.test").context())),
        Phase.STARTTLS,
        "not for 127.0.0.1 but for [other.test]");
  }

  @Test
  void anExpiredCertificateIsRefused() {
    assertTlsFailed(
        run(TlsMode.STARTTLS, offered(CERTIFICATES.expired("127.0.0.1").context())),
        Phase.STARTTLS,
        "expired on 2020-02-01");
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() {
    assertTlsFailed(
        run(TlsMode.STARTTLS, offered(TestCertificates.selfSigned("127.0.0.1").context())),
        Phase.STARTTLS,
        "not trusted; its issuer is CN=127.0.0.1");
    assertTlsFailed(
        run(
            TlsMode.IMPLICIT,
            Dialogue.start().startTls(TestCertificates.selfSigned("127.0.0.1").context())),
        Phase.CONNECT,
        "not trusted");
  }

  @Test
  void anyCertificateDoesWhereTlsIsOpportunistic() {
    TestCertificates.Server bad = TestCertificates.selfSigned("other.test");
    SessionReport report =
        run(TlsMode.OPPORTUNISTIC, offered(bad.context()).ehlo().transaction().quit());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(report.tls().orElseThrow().certificateNotAfter())
        .contains(bad.certificate().getNotAfter().toInstant());
  }

  @Test
  void noTlsWhereItWasOfferedIsATlsFailure() {
    Dialogue peer =
        Dialogue.greeting().ehlo("STARTTLS").expect("STARTTLS").reply("220 Ready").readBytes(5);
    assertTlsFailed(
        run(TlsMode.STARTTLS, peer.send("500 what is this?\r\n").close()), Phase.STARTTLS, "");
    assertTlsFailed(
        run(TlsMode.OPPORTUNISTIC, peer.send("500 what is this?\r\n").close()), Phase.STARTTLS, "");
  }

  @Test
  void aHangUpInTheHandshakeIsAClose() {
    Dialogue peer =
        Dialogue.greeting().ehlo("STARTTLS").expect("STARTTLS").reply("220 Ready").readBytes(5);
    SessionReport closed = run(TlsMode.STARTTLS, peer.close());
    assertThat(closed.outcome()).as(closed.toString()).isEqualTo(Outcome.CLOSED);
    assertThat(closed.phase()).isEqualTo(Phase.STARTTLS);
    SessionReport reset = run(TlsMode.STARTTLS, peer.reset());
    assertThat(reset.outcome()).as(reset.toString()).isEqualTo(Outcome.CLOSED);
    assertThat(reset.detail()).contains("reset");
  }

  @Test
  void aHandshakeThatStallsRunsIntoThePhaseDeadline() {
    Dialogue silence =
        Dialogue.start()
            .readBytes(5)
            .run(() -> HARNESS.time.advance(Duration.ofSeconds(30)))
            .stall();
    SessionReport implicit = run(TlsMode.IMPLICIT, silence);
    assertThat(implicit.outcome()).as(implicit.toString()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(implicit.phase()).isEqualTo(Phase.CONNECT);
    assertThat(implicit.frontEnd()).isPresent();
  }

  @Test
  void requiredTlsThatIsNotOfferedSendsNothing() {
    SessionReport report = run(TlsMode.STARTTLS, Dialogue.greeting().ehlo("SIZE 1").quit());
    assertTlsFailed(report, Phase.STARTTLS, "does not offer STARTTLS");
    assertThat(report.phases()).extracting(PhaseTiming::phase).doesNotContain(Phase.STARTTLS);
  }

  @Test
  void opportunisticTlsThatIsNotOfferedOrRefusedGoesOnInClearText() {
    assertThat(
            run(TlsMode.OPPORTUNISTIC, Dialogue.greeting().ehlo().transaction().quit()).outcome())
        .isEqualTo(Outcome.ACCEPTED);
    SessionReport refused =
        run(
            TlsMode.OPPORTUNISTIC,
            Dialogue.greeting()
                .ehlo("STARTTLS")
                .expect("STARTTLS")
                .reply("454 4.7.0 TLS not available")
                .transaction()
                .quit());
    assertThat(refused.outcome()).as(refused.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(refused.tls()).isEmpty();
  }

  @Test
  void clearTextAfterTheGoAheadIsNotTakenForTls() {
    Dialogue peer =
        Dialogue.greeting()
            .ehlo("STARTTLS")
            .expect("STARTTLS")
            .reply("220 Ready", "250-injected", "250 AUTH PLAIN")
            .stall();
    assertTlsFailed(run(TlsMode.STARTTLS, peer), Phase.STARTTLS, "more in clear text");
    assertTlsFailed(run(TlsMode.OPPORTUNISTIC, peer), Phase.STARTTLS, "more in clear text");
  }

  private static Dialogue offered(SSLContext context) {
    return Dialogue.greeting()
        .ehlo("STARTTLS")
        .expect("STARTTLS")
        .reply("220 Ready")
        .startTls(context);
  }

  private static SessionReport run(TlsMode mode, Dialogue dialogue) {
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      return HARNESS.run(EngineHarness.to(peer, mode, new Auth.None()));
    }
  }

  private static void assertTlsFailed(SessionReport report, Phase phase, String detail) {
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.TLS_FAILED);
    assertThat(report.phase()).isEqualTo(phase);
    assertThat(report.detail()).contains(detail);
  }
}
