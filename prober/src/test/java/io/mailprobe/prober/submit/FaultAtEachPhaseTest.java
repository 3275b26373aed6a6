package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.PeerUpTo;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.tls.TestCertificates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each fault at each phase gives one outcome, with that phase. */
class FaultAtEachPhaseTest {

  private static final TestCertificates CERTIFICATES = new TestCertificates();
  private static final PeerUpTo PEER = new PeerUpTo(CERTIFICATES);
  private static final Auth LOGIN = new Auth.Password("probe@contoso.test", "correct horse");

  private static final EngineHarness HARNESS =
      new EngineHarness(List.of(), List.of(CERTIFICATES.authority()));

  private final CountDownLatch connected = new CountDownLatch(1);

  @AfterEach
  void nothingIsLeft() {
    HARNESS.assertIdle();
  }

  @AfterAll
  static void close() {
    HARNESS.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void deferralIsReportedWithItsCodes(Phase phase) {
    SessionReport report =
        run(phase, peer -> peer.reply("421 4.3.2 Service not active [FE1.test]").quit());
    assertDeferred(report, phase);
    assertThat(report.phases().getLast().phase()).isEqualTo(Phase.QUIT);
    assertThat(report.frontEnd().orElseThrow().name()).contains("FE1.test");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void deferralCountsThoughThePeerHangsUpWithIt(Phase phase) {
    assertDeferred(
        run(phase, peer -> peer.reply("421 4.3.2 Service not active [FE1.test]").close()), phase);
  }

  private static void assertDeferred(SessionReport report, Phase phase) {
    assertOutcome(report, Outcome.DEFERRED, phase);
    assertThat(report.reply().orElseThrow().code()).isEqualTo(421);
    assertThat(report.reply().orElseThrow().enhanced()).hasToString("Optional[4.3.2]");
    assertThat(report.detail())
        .isEqualTo(phase.label() + ": 421 4.3.2 Service not active [FE1.test]");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void refusalIsReportedWithItsCodes(Phase phase) {
    SessionReport report = run(phase, peer -> peer.reply("554 5.7.1 No").quit());
    assertOutcome(report, phase == Phase.AUTH ? Outcome.AUTH_FAILED : Outcome.REJECTED, phase);
    assertThat(report.reply().orElseThrow().code()).isEqualTo(554);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void closeWithoutAWord(Phase phase) {
    SessionReport report = run(phase, peer -> awaitConnected(peer).close());
    assertOutcome(report, uncertainAfterTheDot(phase, Outcome.CLOSED), phase);
    assertThat(report.reply()).isEmpty();
    assertThat(report.detail()).contains("connection closed by the peer");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void resetIsToldFromAClose(Phase phase) {
    SessionReport report = run(phase, peer -> awaitConnected(peer).reset());
    assertOutcome(report, uncertainAfterTheDot(phase, Outcome.CLOSED), phase);
    assertThat(report.detail()).contains("connection reset by the peer");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void halfAReplyIsKeptAsEvidence(Phase phase) {
    SessionReport report = run(phase, peer -> awaitConnected(peer).send("421 4.3.2 Serv").close());
    assertOutcome(report, uncertainAfterTheDot(phase, Outcome.CLOSED), phase);
    assertThat(report.reply()).isEmpty();
    assertThat(report.detail()).contains("half a line: 421 4.3.2 Serv");
    assertThat(report.transcript())
        .anyMatch(line -> line.text().equals("421 4.3.2 Serv (no end of line)"));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void silenceRunsIntoThePhaseDeadline(Phase phase) {
    SessionReport report = run(phase, peer -> awaitConnected(peer).run(this::halfAMinute).stall());
    assertOutcome(report, uncertainAfterTheDot(phase, Outcome.TIMED_OUT), phase);
    assertThat(report.detail()).contains("within 30 s");
    assertThat(report.duration()).isEqualTo(Duration.ofSeconds(30));
    assertThat(report.phases().getLast().duration()).isEqualTo(Duration.ofSeconds(30));
    assertThat(report.phases().getLast().reply()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void aReplyThatNeverEndsRunsIntoThePhaseDeadline(Phase phase) {
    SessionReport report =
        run(phase, peer -> awaitConnected(peer).send("250-a\r\n25").run(this::halfAMinute).stall());
    assertOutcome(report, uncertainAfterTheDot(phase, Outcome.TIMED_OUT), phase);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void whatIsNotSmtpIsNoReply(Phase phase) {
    SessionReport report =
        run(phase, peer -> peer.send("HTTP/1.1 400 Bad Request\r\n\r\n").close());
    assertOutcome(report, uncertainAfterTheDot(phase, Outcome.CLOSED), phase);
    assertThat(report.detail()).contains("not SMTP: HTTP/1.1 400 Bad Request");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void aHugeReplyIsReadToItsEnd(Phase phase) {
    String line = "421-" + "x".repeat(990) + "\r\n";
    SessionReport report =
        run(phase, peer -> peer.send(line.repeat(100)).reply("421 4.3.2 end").quit());
    assertOutcome(report, Outcome.DEFERRED, phase);
    assertThat(report.transcript()).hasSizeLessThan(60);
    assertThat(report.transcript()).allMatch(shown -> shown.text().length() <= 501);
    assertThat(report.detail().length()).isLessThan(600);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TOKEN", "CONNECT", "QUIT"})
  void theLastOfMixedCodesCountsAndTheDisagreementIsKept(Phase phase) {
    SessionReport report =
        run(phase, peer -> peer.reply("250-2.0.0 fine", "554 4.3.2 not fine").quit());
    assertOutcome(report, phase == Phase.AUTH ? Outcome.AUTH_FAILED : Outcome.REJECTED, phase);
    assertThat(report.reply().orElseThrow().mixedCodes()).isTrue();
    assertThat(report.reply().orElseThrow().disagrees()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"MAIL", "RCPT", "DATA", "BANNER", "EHLO", "TLS_EHLO", "STARTTLS"})
  void aReplyOutOfPlaceEndsTheSessionAndSendsNothingMore(Phase phase) {
    String misplaced = phase == Phase.DATA || phase == Phase.STARTTLS ? "250 ok" : "354 go ahead";
    SessionReport report = run(phase, peer -> peer.reply(misplaced).stall());
    assertOutcome(report, Outcome.CLOSED, phase);
    assertThat(report.detail()).contains("broke the protocol").contains(misplaced);
  }

  @ParameterizedTest
  @EnumSource(names = {"BANNER", "MAIL", "RCPT", "DATA"})
  void aReplyBeforeTheQuestionIsNotTakenForItsAnswer(Phase phase) {
    String good = phase == Phase.BANNER ? "220 hi" : phase == Phase.DATA ? "354 go" : "250 ok";
    SessionReport report = run(phase, peer -> peer.reply(good, "250 ok", "250 ok").stall());
    assertThat(report.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(report.detail()).contains("before it was asked: 250 ok");
  }

  private SessionReport run(Phase phase, UnaryOperator<Dialogue> fault) {
    try (ScriptedPeer peer = ScriptedPeer.play(fault.apply(PEER.of(phase)))) {
      return HARNESS.run(
          EngineHarness.to(peer, TlsMode.STARTTLS, LOGIN),
          line -> {
            if (line.text().equals("connected")) {
              connected.countDown();
            }
          });
    }
  }

  /** A fault at the banner must wait until the client knows of its connection. */
  private Dialogue awaitConnected(Dialogue peer) {
    return peer.run(
        () -> {
          try {
            assertThat(connected.await(5, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private void halfAMinute() {
    HARNESS.time.advance(Duration.ofSeconds(30));
  }

  private static Outcome uncertainAfterTheDot(Phase phase, Outcome otherwise) {
    return phase == Phase.END_OF_DATA ? Outcome.UNCERTAIN : otherwise;
  }

  private static void assertOutcome(SessionReport report, Outcome outcome, Phase phase) {
    assertThat(report.outcome()).as(report.toString()).isEqualTo(outcome);
    assertThat(report.phase()).isEqualTo(phase);
    assertThat(report.phases()).extracting(PhaseTiming::phase).doesNotHaveDuplicates();
  }
}
