package io.mailprobe.prober.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthTest {

  private static final String PASSWORD = "correct horse";
  private static final Auth LOGIN = new Auth.Password("probe@contoso.test", PASSWORD);
  private static final EngineHarness HARNESS = new EngineHarness();

  @AfterEach
  void nothingIsLeft() {
    HARNESS.assertIdle();
  }

  @AfterAll
  static void close() {
    HARNESS.close();
  }

  @Test
  void plainSendsTheCredentialsOnTheLineAndTheTranscriptDoesNotShowThem() {
    String credentials = base64("\0probe@contoso.test\0" + PASSWORD);
    SessionReport report =
        run(
            LOGIN,
            Dialogue.greeting()
                .ehlo("AUTH LOGIN PLAIN")
                .expect("AUTH PLAIN " + java.util.regex.Pattern.quote(credentials))
                .reply("235 2.7.0 I know " + credentials + " and " + PASSWORD)
                .transaction()
                .quit());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(report.toString()).doesNotContain(credentials).doesNotContain(PASSWORD);
    assertThat(report.transcript()).anyMatch(line -> line.text().equals("AUTH PLAIN ***"));
  }

  @Test
  void loginAnswersItsPrompts() {
    SessionReport report =
        run(
            LOGIN,
            Dialogue.greeting()
                .ehlo("AUTH=LOGIN")
                .expect("AUTH LOGIN")
                .reply("334 VXNlcm5hbWU6")
                .expect(base64("probe@contoso.test"))
                .reply("334 UGFzc3dvcmQ6")
                .expect(base64(PASSWORD))
                .reply("235 2.7.0 Ok")
                .transaction()
                .quit());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(report.toString()).doesNotContain(base64(PASSWORD));
  }

  @Test
  void aShortTokenGoesOnTheLine() {
    String token = "t".repeat(300);
    SessionReport report =
        run(
            bearer(token),
            Dialogue.greeting()
                .ehlo("AUTH LOGIN XOAUTH2")
                .expect(
                    "AUTH XOAUTH2 "
                        + base64("user=probe@contoso.test\1auth=Bearer " + token + "\1\1"))
                .reply("235 2.7.0 Authentication successful")
                .transaction()
                .quit());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(report.toString()).doesNotContain("tttttttt");
  }

  @Test
  void aTokenOfRealLengthWaitsForTheChallenge() {
    String token = "t".repeat(4_000);
    SessionReport report =
        run(
            bearer(token),
            Dialogue.greeting()
                .ehlo("AUTH XOAUTH2")
                .expect("AUTH XOAUTH2")
                .reply("334 ")
                .expect(base64("user=probe@contoso.test\1auth=Bearer " + token + "\1\1"))
                .reply("235 2.7.0 Ok")
                .transaction()
                .quit());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void aRefusedTokenIsReportedWithWhatTheChallengeSaid() {
    SessionReport report =
        run(
            bearer("token"),
            Dialogue.greeting()
                .ehlo("AUTH XOAUTH2")
                .expect("AUTH XOAUTH2 .+")
                .reply("334 " + base64("{\"status\":\"400\"}"))
                .expect("")
                .reply("535 5.7.3 Authentication unsuccessful [FE.prod.test]")
                .quit());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.AUTH_FAILED);
    assertThat(report.phase()).isEqualTo(Phase.AUTH);
    assertThat(report.reply().orElseThrow().enhanced()).hasToString("Optional[5.7.3]");
    assertThat(report.detail()).contains("{\"status\":\"400\"}");
  }

  @Test
  void aRefusalForNowIsADeferral() {
    SessionReport report =
        run(
            LOGIN,
            Dialogue.greeting()
                .ehlo("AUTH PLAIN")
                .expect("AUTH PLAIN .+")
                .reply("454 4.7.0 Temporary authentication failure")
                .quit());
    assertThat(report.outcome()).isEqualTo(Outcome.DEFERRED);
    assertThat(report.phase()).isEqualTo(Phase.AUTH);
  }

  @Test
  void endlessChallengesAreCancelled() {
    SessionReport report =
        run(
            LOGIN,
            Dialogue.greeting()
                .ehlo("AUTH PLAIN")
                .expect("AUTH PLAIN .+")
                .reply("334 more")
                .expect("\\*")
                .reply("501 5.7.0 Cancelled")
                .quit());
    assertThat(report.outcome()).isEqualTo(Outcome.AUTH_FAILED);
  }

  @Test
  void noMechanismThatFitsIsAFailureOfAuthentication() {
    SessionReport report = run(LOGIN, Dialogue.greeting().ehlo("AUTH XOAUTH2 NTLM").quit());
    assertThat(report.outcome()).isEqualTo(Outcome.AUTH_FAILED);
    assertThat(report.phase()).isEqualTo(Phase.AUTH);
    assertThat(report.detail()).contains("XOAUTH2");
    assertThat(run(LOGIN, Dialogue.greeting().ehlo().quit()).outcome())
        .isEqualTo(Outcome.AUTH_FAILED);
  }

  @Test
  void credentialsAreNotSentInClearTextWhereTlsWasHopedFor() {
    try (ScriptedPeer peer = ScriptedPeer.play(Dialogue.greeting().ehlo("AUTH PLAIN").quit())) {
      SessionReport report = HARNESS.run(EngineHarness.to(peer, TlsMode.OPPORTUNISTIC, LOGIN));
      assertThat(report.outcome()).isEqualTo(Outcome.AUTH_FAILED);
      assertThat(report.detail()).contains("no TLS");
    }
  }

  @Test
  void aTokenThatCannotBeHadOpensNoConnection() {
    TokenSource failing =
        () -> CompletableFuture.failedFuture(new IllegalStateException("the client is unknown"));
    TokenSource throwing =
        () -> {
          throw new IllegalStateException("the client is unknown");
        };
    try (ScriptedPeer peer = ScriptedPeer.play(Dialogue.greeting())) {
      for (TokenSource source : new TokenSource[] {failing, throwing}) {
        SessionReport report = HARNESS.run(with(peer, source));
        assertThat(report.outcome()).isEqualTo(Outcome.TOKEN_FAILED);
        assertThat(report.phase()).isEqualTo(Phase.TOKEN);
        assertThat(report.detail()).isEqualTo("no access token: the client is unknown");
        assertThat(report.phases()).extracting(PhaseTiming::phase).containsExactly(Phase.TOKEN);
      }
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void aTokenThatDoesNotComeIsNotWaitedForLongerThanAPhase() {
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try (ScriptedPeer peer = ScriptedPeer.play(Dialogue.greeting())) {
      CompletableFuture<SessionReport> running =
          HARNESS.engine.submit(
              EngineHarness.submission(
                  with(
                      peer,
                      () -> {
                        asked.complete(null);
                        return never;
                      }),
                  _ -> {}));
      asked.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join();
      HARNESS.time.advance(Duration.ofSeconds(30));
      SessionReport report = EngineHarness.await(running);
      assertThat(report.outcome()).isEqualTo(Outcome.TOKEN_FAILED);
      never.complete("too late");
      assertThat(peer.connections()).isZero();
    }
  }

  private static Auth bearer(String token) {
    return new Auth.XOAuth2("probe@contoso.test", () -> CompletableFuture.completedFuture(token));
  }

  private static Delivery with(ScriptedPeer peer, TokenSource source) {
    return EngineHarness.to(peer, TlsMode.NONE, new Auth.XOAuth2("probe@contoso.test", source));
  }

  private static SessionReport run(Auth auth, Dialogue dialogue) {
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      return HARNESS.run(EngineHarness.to(peer, TlsMode.NONE, auth));
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
