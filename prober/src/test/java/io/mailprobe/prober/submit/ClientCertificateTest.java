package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientCertificateTest {

  private static final TestCertificates OURS = new TestCertificates();
  private static final TestCertificates THEIRS = new TestCertificates();
  private static final SSLContext SERVER = THEIRS.forNames("127.0.0.1").context(OURS);
  private static final EngineHarness HARNESS =
      new EngineHarness(List.of(), List.of(THEIRS.authority()));

  @AfterEach
  void nothingIsLeft() {
    HARNESS.assertIdle();
  }

  @AfterAll
  static void close() {
    HARNESS.close();
  }

  @Test
  void isShownToAServerThatAsksForIt() {
    for (TestCertificates.Client own :
        List.of(OURS.forClient("probe.test"), OURS.forRsaClient("probe.test"))) {
      SessionReport report = run(shown(own), wanted().ehlo().transaction().quit());
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
      assertThat(said(report)).contains("we showed our certificate, CN=probe.test");
      assertThat(report.ownFault()).isFalse();
    }
  }

  @Test
  void isKeptWhereNobodyAsksForIt() {
    Dialogue peer = offered().startTls(SERVER).ehlo().transaction().quit();
    SessionReport report = run(shown(OURS.forClient("probe.test")), peer);
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(said(report)).contains("the server asked for no certificate of ours");
  }

  @Test
  void aRefusalOfItIsOurOwnFault() {
    SessionReport report = run(shown(THEIRS.forClient("probe.test")), wanted());
    assertOwnFault(report, "the server does not take our certificate (TLS alert ");
    assertThat(report.phase()).as("under TLS 1.3 it comes late").isEqualTo(Phase.TLS_EHLO);
  }

  @Test
  void toHaveNoneWhereOneIsWantedIsOurOwnFault() {
    assertOwnFault(
        run(Optional.empty(), wanted()),
        "the server wants a certificate of ours, and there is none to show (TLS alert ");
  }

  @Test
  void oneThatCannotBeReadIsOurOwnFaultBeforeThereIsAConnection() {
    ClientCertificate gone =
        () -> {
          throw new IOException("key /etc/probe.key cannot be read");
        };
    SessionReport report = run(Optional.of(gone), Dialogue.start());
    assertOwnFault(report, "our certificate cannot be used: key /etc/probe.key cannot be read");
    assertThat(report.frontEnd()).isEmpty();
  }

  @Test
  void theNextSessionShowsTheNextOne() {
    AtomicReference<TestCertificates.Client> own =
        new AtomicReference<>(OURS.forClient("first.test"));
    Optional<ClientCertificate> rotated =
        Optional.of(() -> new ClientCertificate.Shown(own.get().chain(), own.get().key()));
    assertThat(said(run(rotated, wanted().ehlo().transaction().quit())))
        .contains("we showed our certificate, CN=first.test");
    own.set(OURS.forClient("second.test"));
    assertThat(said(run(rotated, wanted().ehlo().transaction().quit())))
        .contains("we showed our certificate, CN=second.test");
  }

  @Test
  void externalSaysThatTheCertificateIsToBeBelieved() {
    Dialogue named =
        wanted().ehlo("AUTH EXTERNAL PLAIN").expect("AUTH EXTERNAL cHJvYmU=").reply("235 2.7.0 Ok");
    assertThat(run(new Auth.External("probe"), named.transaction().quit()).outcome())
        .isEqualTo(Outcome.ACCEPTED);
    Dialogue unnamed =
        wanted().ehlo("AUTH EXTERNAL").expect("AUTH EXTERNAL =").reply("235 2.7.0 Ok");
    assertThat(run(new Auth.External(""), unnamed.transaction().quit()).outcome())
        .isEqualTo(Outcome.ACCEPTED);
    SessionReport without = run(new Auth.External(""), wanted().ehlo("AUTH PLAIN").quit());
    assertThat(without.outcome()).as(without.toString()).isEqualTo(Outcome.AUTH_FAILED);
    assertThat(without.detail()).contains("no AUTH mechanism fits");
  }

  private static Optional<ClientCertificate> shown(TestCertificates.Client own) {
    return Optional.of(() -> new ClientCertificate.Shown(own.chain(), own.key()));
  }

  private static Dialogue offered() {
    return Dialogue.greeting().ehlo("STARTTLS").expect("STARTTLS").reply("220 Ready");
  }

  private static Dialogue wanted() {
    return offered().startTlsWithCertificate(SERVER);
  }

  private static SessionReport run(Auth auth, Dialogue dialogue) {
    return run(auth, shown(OURS.forClient("probe.test")), dialogue);
  }

  private static SessionReport run(Optional<ClientCertificate> own, Dialogue dialogue) {
    return run(new Auth.None(), own, dialogue);
  }

  private static SessionReport run(Auth auth, Optional<ClientCertificate> own, Dialogue dialogue) {
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      return HARNESS.run(
          new Delivery(
              new Target.Host(peer.host(), peer.port()),
              TlsMode.STARTTLS,
              auth,
              own,
              AddressOrder.IPV4_FIRST,
              "prober.test",
              EngineHarness.DEADLINES));
    }
  }

  private static List<String> said(SessionReport report) {
    return report.transcript().stream().map(TranscriptLine::text).toList();
  }

  private static void assertOwnFault(SessionReport report, String detail) {
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.TLS_FAILED);
    assertThat(report.ownFault()).isTrue();
    assertThat(report.detail()).startsWith(detail);
  }
}
