package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.tls.TestCertificates;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that hand nothing over: as far as they are told, and always with a farewell. */
class VisitTest {

  private static final Depth RECIPIENT = new Depth.Recipient("", "postmaster@contoso.test");

  private final EngineHarness harness = new EngineHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void theBannerIsReadAndTheConnectionLeftInOrder() {
    Dialogue peer = Dialogue.start().reply("220 fe1.namprd07.prod.outlook.com ESMTP").quit();
    SessionReport report = visit(peer, TlsMode.NONE, new Auth.None(), new Depth.Banner());
    assertEnded(report, Outcome.ACCEPTED, Phase.BANNER);
    assertThat(phases(report)).containsExactly(Phase.CONNECT, Phase.BANNER, Phase.QUIT);
    assertThat(report.accepted()).isPresent();
    assertThat(report.frontEnd().flatMap(FrontEnd::forest)).contains("namprd07");
  }

  @Test
  void ehloIsSaidAndNotMore() {
    Dialogue peer = Dialogue.greeting().ehlo("STARTTLS", "AUTH PLAIN").quit();
    SessionReport report = visit(peer, TlsMode.STARTTLS, password(), new Depth.Ehlo());
    assertEnded(report, Outcome.ACCEPTED, Phase.EHLO);
  }

  @Test
  void tlsIsMadeAndTheServerGreetedAgain() {
    Dialogue peer =
        Dialogue.greeting()
            .ehlo("STARTTLS")
            .expect("STARTTLS")
            .reply("220 go")
            .startTls(new TestCertificates().forNames("mx.test").context())
            .ehlo("AUTH PLAIN")
            .quit();
    SessionReport report = visit(peer, TlsMode.OPPORTUNISTIC, password(), new Depth.StartTls());
    assertEnded(report, Outcome.ACCEPTED, Phase.TLS_EHLO);
    assertThat(report.tls()).isPresent();
  }

  @Test
  void whereTlsIsOptionalAndNotOfferedTheGreetingIsAsFarAsItGoes() {
    Dialogue peer = Dialogue.greeting().ehlo().quit();
    assertEnded(
        visit(peer, TlsMode.OPPORTUNISTIC, new Auth.None(), new Depth.StartTls()),
        Outcome.ACCEPTED,
        Phase.EHLO);
  }

  @Test
  void aRefusalToStartTlsIsWhatTheVisitCameToSee() {
    Dialogue peer =
        Dialogue.greeting().ehlo("STARTTLS").expect("STARTTLS").reply("454 4.7.0 not now").quit();
    assertEnded(
        visit(peer, TlsMode.OPPORTUNISTIC, new Auth.None(), new Depth.StartTls()),
        Outcome.DEFERRED,
        Phase.STARTTLS);
  }

  @Test
  void credentialsAreShownAndNothingIsSent() {
    Dialogue peer =
        Dialogue.greeting().ehlo("AUTH PLAIN").expect("AUTH PLAIN .+").reply("235 2.7.0 ok").quit();
    assertEnded(
        visit(peer, TlsMode.NONE, password(), new Depth.Login()), Outcome.ACCEPTED, Phase.AUTH);
  }

  @Test
  void aTransactionThatWasBegunIsTakenBack() {
    Dialogue peer =
        Dialogue.greeting()
            .ehlo("SIZE 1000")
            .expect("MAIL FROM:<>")
            .reply("250 2.1.0 ok")
            .expect("RCPT TO:<postmaster@contoso\\.test>")
            .reply("250 2.1.5 ok")
            .expect("RSET")
            .reply("250 2.0.0 ok")
            .quit();
    SessionReport report = visit(peer, TlsMode.NONE, new Auth.None(), RECIPIENT);
    assertEnded(report, Outcome.ACCEPTED, Phase.RCPT);
    assertThat(report.transcript().toString()).contains("RSET", "221 2.0.0 Bye");
  }

  @Test
  void aRefusedRecipientIsTakenBackToo() {
    Dialogue peer =
        Dialogue.greeting()
            .ehlo()
            .expect("MAIL FROM:<>")
            .reply("250 2.1.0 ok")
            .expect("RCPT TO:.*")
            .reply("451 4.7.500 Server busy. Please try again later")
            .expect("RSET")
            .reply("250 2.0.0 ok")
            .quit();
    assertEnded(
        visit(peer, TlsMode.NONE, new Auth.None(), RECIPIENT), Outcome.DEFERRED, Phase.RCPT);
  }

  @Test
  void aServerThatHangsUpAtTheFarewellChangesNothing() {
    Dialogue peer =
        Dialogue.greeting()
            .ehlo()
            .expect("MAIL FROM:<>")
            .reply("250 ok")
            .expect("RCPT TO:.*")
            .reply("250 ok")
            .expect("RSET")
            .reset();
    assertEnded(
        visit(peer, TlsMode.NONE, new Auth.None(), RECIPIENT), Outcome.ACCEPTED, Phase.RCPT);
  }

  @Test
  void refusalsAndClosesAreToldApart() {
    Dialogue refusing = Dialogue.start().reply("421 4.3.2 Service not active").quit();
    assertEnded(
        visit(refusing, TlsMode.NONE, new Auth.None(), new Depth.StartTls()),
        Outcome.DEFERRED,
        Phase.BANNER);
    assertEnded(
        visit(Dialogue.start().close(), TlsMode.NONE, new Auth.None(), new Depth.StartTls()),
        Outcome.CLOSED,
        Phase.BANNER);
  }

  /** Whatever a server says: DATA and a message never come, and what was begun is taken back. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noAnswerLeadsToAMessage(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> codes = List.of(220, 235, 250, 251, 252, 334, 354, 421, 450, 503, 550);
    for (int play = 0; play < 2_000; play++) {
      Conversation talk = conversation(new Depth[] {RECIPIENT, new Depth.Login()}[play % 2]);
      List<String> said = new ArrayList<>();
      Step step = new Step.Say(Phase.BANNER, "", "");
      for (int turn = 0; turn < 30 && !(step instanceof Step.End); turn++) {
        step =
            step instanceof Step.Handshake
                ? talk.secured()
                : talk.replied(
                    SmtpReply.of(
                        codes.get(random.nextInt(codes.size())),
                        List.of("ok", "STARTTLS", "AUTH PLAIN")));
        assertThat(step).isNotInstanceOf(Step.SayMessage.class);
        if (step instanceof Step.Say(_, String line, _)) {
          said.add(line);
        }
      }
      assertThat(said).noneMatch(line -> line.startsWith("DATA") || line.startsWith("BDAT"));
      boolean begun = said.stream().anyMatch(line -> line.startsWith("MAIL"));
      assertThat(talk.farewell()).isEqualTo(begun ? List.of("RSET", "QUIT") : List.of("QUIT"));
    }
  }

  @Test
  void onlyTheGivenAddressIsTried() {
    try (ScriptedPeer peer = ScriptedPeer.on("127.0.1.1", 0, Dialogue.greeting().quit())) {
      Delivery delivery =
          EngineHarness.to(new Target.Mx("nowhere.test", 25), TlsMode.NONE, new Auth.None());
      Candidate elsewhere = candidate("127.0.1.2", peer.port());
      SessionReport report =
          EngineHarness.await(
              harness.engine.visit(new Visit(delivery, elsewhere, new Depth.Banner())));
      assertEnded(report, Outcome.CONNECT_FAILED, Phase.CONNECT);
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void whatCannotBeVisitedIsRefusedBeforehand() {
    Delivery delivery =
        EngineHarness.to(new Target.Host("mx.test", 25), TlsMode.NONE, new Auth.None());
    assertThatThrownBy(() -> new Visit(delivery, candidate("127.0.0.1", 25), new Depth.Login()))
        .hasMessageContaining("without credentials");
    assertThatThrownBy(() -> new Depth.Recipient("", "a@b>\r\nDATA"))
        .hasMessageContaining("not an ASCII mail address");
    assertThatThrownBy(() -> new Depth.Recipient("", "")).hasMessageContaining("no recipient");
  }

  private static Conversation conversation(Depth depth) {
    Delivery delivery = EngineHarness.to(new Target.Host("mx.test", 25), TlsMode.NONE, password());
    Visit visit = new Visit(delivery, candidate("127.0.0.1", 25), depth);
    return new Conversation(Order.of(visit), new Login.Password("me", "secret"));
  }

  private SessionReport visit(Dialogue dialogue, TlsMode tls, Auth auth, Depth depth) {
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      Delivery delivery = EngineHarness.to(peer, tls, auth);
      return EngineHarness.await(
          harness.engine.visit(new Visit(delivery, candidate(peer.host(), peer.port()), depth)));
    }
  }

  private static Candidate candidate(String address, int port) {
    return new Candidate(10, "mx.test", InetAddress.ofLiteral(address), port);
  }

  private static Auth password() {
    return new Auth.Password("me", "secret");
  }

  private static List<Phase> phases(SessionReport report) {
    return report.phases().stream().map(PhaseTiming::phase).toList();
  }

  private static void assertEnded(SessionReport report, Outcome outcome, Phase phase) {
    assertThat(report.outcome()).as(report.toString()).isEqualTo(outcome);
    assertThat(report.phase()).as(report.toString()).isEqualTo(phase);
  }
}
