package io.mailprobe.prober.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionEdgesTest {

  private static final Dialogue DATA =
      Dialogue.greeting()
          .ehlo()
          .expect("MAIL FROM:.*")
          .reply("250 ok")
          .expect("RCPT TO:.*")
          .reply("250 ok")
          .expect("DATA");

  /** Larger than all socket buffers between us and a peer that does not read. */
  private static final String LARGE = ("x".repeat(98) + "\r\n").repeat(160_000);

  private final EngineHarness harness = new EngineHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void acceptedIsTheInstantOfTheReplyAndNotOfWhatFollows() {
    Instant start = harness.time.wall();
    Dialogue dialogue =
        DATA.reply("354 go")
            .readMessage()
            .run(() -> harness.time.advance(Duration.ofSeconds(7)))
            .reply("250 2.0.0 Ok")
            .expect("QUIT")
            .run(() -> harness.time.advance(Duration.ofSeconds(1)))
            .reply("221 bye");
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      SessionReport report = harness.run(peer);
      assertThat(report.accepted()).contains(start.plusSeconds(7));
      assertThat(report.started()).isEqualTo(start);
      assertThat(report.duration()).isEqualTo(Duration.ofSeconds(8));
      assertThat(durationOf(report, Phase.END_OF_DATA)).isEqualTo(Duration.ofSeconds(7));
      assertThat(durationOf(report, Phase.QUIT)).isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void aServerThatKeepsSilentToQuitIsLeftSoon() {
    Dialogue dialogue =
        DATA.reply("354 go")
            .readMessage()
            .reply("250 2.0.0 Ok")
            .expect("QUIT")
            .run(() -> harness.time.advance(Duration.ofSeconds(2)))
            .stall();
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      SessionReport report = harness.run(peer);
      assertThat(report.outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(report.duration()).isEqualTo(Duration.ofSeconds(2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "close", "garbage"})
  void whatHappensAtQuitChangesNothing(String fault) {
    Dialogue quit = DATA.reply("354 go").readMessage().reply("250 2.0.0 Ok").expect("QUIT");
    Dialogue dialogue =
        switch (fault) {
          case "reset" -> quit.reset();
          case "close" -> quit.close();
          default -> quit.reply("what?").close();
        };
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      assertThat(harness.run(peer).outcome()).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void aRefusalInTheMiddleOfTheMessageCountsAndTheFinalDotIsNotSent() {
    // The peer reads no more until we are gone: else the final dot might be out before its 421.
    CompletableFuture<SessionReport> reported = new CompletableFuture<>();
    Dialogue dialogue =
        DATA.reply("354 go")
            .readBytes(1000)
            .reply("421 4.3.2 Service not active")
            .run(() -> EngineHarness.await(reported))
            .reset();
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      SessionReport report = runLarge(peer);
      reported.complete(report);
      assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.DEFERRED);
      assertThat(report.phase()).isEqualTo(Phase.END_OF_DATA);
      assertThat(report.phases()).extracting(PhaseTiming::phase).doesNotContain(Phase.QUIT);
    }
  }

  @Test
  void aRefusalIsReadThoughThePeerTearsTheConnectionWhileWeWrite() {
    Dialogue dialogue =
        DATA.reply("354 go").readBytes(1000).reply("421 4.3.2 Service not active").reset();
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      SessionReport report = runLarge(peer);
      assertThat(report.phase()).isEqualTo(Phase.END_OF_DATA);
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.DEFERRED);
    }
  }

  @Test
  void aLossBeforeTheFinalDotIsCertain() {
    try (ScriptedPeer peer = ScriptedPeer.play(DATA.reply("354 go").readBytes(1000).reset())) {
      SessionReport report = runLarge(peer);
      assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.CLOSED);
      assertThat(report.phase()).isEqualTo(Phase.END_OF_DATA);
    }
    Dialogue stuck =
        DATA.reply("354 go")
            .readBytes(1000)
            .run(() -> harness.time.advance(Duration.ofSeconds(30)));
    try (ScriptedPeer peer = ScriptedPeer.play(stuck.reset())) {
      SessionReport report = runLarge(peer);
      assertThat(report.outcome()).as(report.detail()).isEqualTo(Outcome.TIMED_OUT);
    }
  }

  @Test
  void aGoAheadWithItsAcceptanceInOneSendsNoMessage() {
    try (ScriptedPeer peer = ScriptedPeer.play(DATA.reply("354 go", "250 2.0.0 queued").stall())) {
      SessionReport report = harness.run(peer);
      assertThat(report.outcome()).isEqualTo(Outcome.CLOSED);
      assertThat(peer.transcript()).doesNotContain("not asked for");
    }
  }

  @Test
  void aSlowReplyIsMeasuredByItsEndAndRunsIntoThePhaseDeadline() {
    Duration second = Duration.ofSeconds(1);
    try (ScriptedPeer peer =
        ScriptedPeer.play(
            Dialogue.greeting()
                .expect("EHLO .*")
                .drip("250-mx.test\r\n250 ok\r\n", () -> harness.time.advance(second))
                .transaction()
                .quit())) {
      SessionReport report = harness.run(peer);
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
      assertThat(durationOf(report, Phase.EHLO))
          .isBetween(second.multipliedBy(20), second.multipliedBy(21));
    }
    try (ScriptedPeer peer =
        ScriptedPeer.play(
            Dialogue.greeting()
                .expect("EHLO .*")
                .drip("250-" + "x".repeat(26), () -> harness.time.advance(second))
                .stall())) {
      SessionReport report = harness.run(peer);
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.TIMED_OUT);
      assertThat(report.phase()).isEqualTo(Phase.EHLO);
      assertThat(report.detail()).contains("within 30 s");
    }
  }

  @Test
  void aServerThatIsSlowInEachPhaseRunsIntoTheDeadlineOfTheSession() {
    Runnable slow = () -> harness.time.advance(Duration.ofSeconds(25));
    Dialogue dialogue =
        Dialogue.greeting()
            .expect("EHLO .*")
            .run(slow)
            .reply("250 ok")
            .expect("MAIL .*")
            .run(slow)
            .reply("250 ok")
            .expect("RCPT .*")
            .run(slow)
            .reply("250 ok")
            .expect("DATA")
            .run(slow)
            .reply("354 go")
            .readMessage()
            .run(() -> harness.time.advance(Duration.ofSeconds(20)))
            .stall();
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      SessionReport report = harness.run(peer);
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.UNCERTAIN);
      assertThat(report.phase()).isEqualTo(Phase.END_OF_DATA);
      assertThat(report.detail()).contains("within the 120 s of the session");
      assertThat(report.duration()).isEqualTo(Duration.ofMinutes(2));
    }
  }

  @Test
  void aListenerThatFailsDoesNotDisturbTheSession() {
    try (ScriptedPeer peer = ScriptedPeer.play(Dialogue.greeting().ehlo().transaction().quit())) {
      SessionReport report =
          harness.run(
              EngineHarness.to(peer, TlsMode.NONE, new Auth.None()),
              _ -> {
                throw new IllegalStateException("a fault of the listener");
              });
      assertThat(report.outcome()).isEqualTo(Outcome.ACCEPTED);
    }
  }

  @Test
  void controlCharactersOfAPeerDoNotReachATerminal() {
    try (ScriptedPeer peer = ScriptedPeer.play(Dialogue.start().reply("554 \33[2J\7gone").quit())) {
      SessionReport report = harness.run(peer);
      assertThat(report.detail()).isEqualTo("banner: 554 ?[2J?gone");
      assertThat(report.transcript()).noneMatch(line -> line.text().contains("\33"));
    }
  }

  @Test
  void twoHundredSessionsRunAtATime() {
    try (ScriptedPeer peer = ScriptedPeer.play(Dialogue.greeting().ehlo().transaction().quit())) {
      Delivery delivery = EngineHarness.to(peer, TlsMode.NONE, new Auth.None());
      List<CompletableFuture<SessionReport>> running =
          IntStream.range(0, 200)
              .mapToObj(_ -> harness.engine.submit(EngineHarness.submission(delivery, _ -> {})))
              .toList();
      assertThat(running)
          .allSatisfy(
              report ->
                  assertThat(EngineHarness.await(report).outcome()).isEqualTo(Outcome.ACCEPTED));
      assertThat(peer.connections()).isEqualTo(200);
    }
  }

  @Test
  void closingTheEngineEndsItsSessions() throws Exception {
    EngineHarness stopped = new EngineHarness();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try (ScriptedPeer peer =
        ScriptedPeer.play(
            Dialogue.greeting().expect("EHLO .*").run(() -> asked.complete(null)).stall())) {
      Submission submission =
          EngineHarness.submission(EngineHarness.to(peer, TlsMode.NONE, new Auth.None()), _ -> {});
      CompletableFuture<SessionReport> running = stopped.engine.submit(submission);
      asked.get(5, TimeUnit.SECONDS);
      stopped.engine.close();
      SessionReport report = EngineHarness.await(running);
      assertThat(report.outcome()).isEqualTo(Outcome.TIMED_OUT);
      assertThat(report.detail()).contains("until Mailprobe stopped");
      assertThat(stopped.time.pending()).isZero();
      assertThatThrownBy(() -> stopped.engine.submit(submission))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@b\r\nDATA", "a@b> SIZE=1", "<a@b", "jörg@b", "a b@c", "a@b\0"})
  void anAddressThatWouldLeaveItsBracketsIsRefused(String address) {
    Delivery delivery =
        EngineHarness.to(new Target.Host("mx.test", 25), TlsMode.NONE, new Auth.None());
    assertThatThrownBy(() -> new Submission(delivery, address, "a@b", "hi", 0, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Submission(delivery, "", address, "hi", 0, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private SessionReport runLarge(ScriptedPeer peer) {
    Delivery delivery = EngineHarness.to(peer, TlsMode.NONE, new Auth.None());
    return EngineHarness.await(
        harness.engine.submit(new Submission(delivery, "", "a@b", LARGE, 0, _ -> {})));
  }

  private static Duration durationOf(SessionReport report, Phase phase) {
    return report.phases().stream()
        .filter(timing -> timing.phase() == phase)
        .findFirst()
        .orElseThrow()
        .duration();
  }
}
