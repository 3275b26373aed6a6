package io.mailprobe.app.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.simulator.entra.Application;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the sign-in service does, a session is no mail fault by it, and none hangs. */
class SignInTest {

  private SignInWorld world;
  private ClientCredentials credentials;

  @BeforeEach
  void open() throws IOException {
    open(SignInWorld.PATIENCE);
  }

  private void open(Duration patience) throws IOException {
    world =
        new SignInWorld(
            EntraSettings.of(
                Applications.TENANT,
                Application.withSecret(Applications.CLIENT, Applications.SECRET)),
            patience);
    credentials = Applications.withSecret(world.authority(), Applications.SECRET);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2_048, 8_192})
  void aTokenOfAnyRealLengthOpensTheMailbox(int bytes) {
    world.simulator.entra().issueTokensOf(bytes);
    SessionReport report = world.submit(credentials);
    String token = world.desk.of(credentials).token().join();

    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.ACCEPTED);
    assertThat(token.length()).isBetween(bytes, bytes + 100);
    assertThat(report.phases()).extracting(PhaseTiming::phase).startsWith(Phase.TOKEN);
    assertThat(report.transcript()).anyMatch(line -> line.text().equals("***"));
    world.assertKept(
        List.of(Applications.SECRET, token, token.substring(token.length() - 40)),
        report.toString());
    assertThat(world.metric("mailprobe_token_refreshes_total", "result=\"ok\"")).isEqualTo(1);
    assertThat(world.metric("mailprobe_token_expiry_timestamp_seconds"))
        .isBetween(
            world.time.wall().getEpochSecond() + 3_590.0,
            world.time.wall().getEpochSecond() + 3_600.0);
  }

  @Test
  void manyRoutesShareOneRequest() {
    TokenSource tokens = world.desk.of(credentials);
    assertThat(world.desk.of(Applications.withSecret(world.authority(), Applications.SECRET)))
        .isSameAs(tokens);
    world.simulator.web().strike(new WebFault.Stall());
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (int route = 0; route < 20; route++) {
      asked.add(tokens.token());
    }
    world.simulator.web().mend();
    assertThat(asked.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(world.simulator.web().requests()).isEqualTo(1);
  }

  @Test
  void aServiceThatIsDownIsNoMailFaultAndIsRecoveredFrom() throws IOException {
    InetSocketAddress address = world.simulator.web().address();
    world.simulator.web().stop();
    assertNoToken(world.submit(credentials), TokenFault.UNREACHABLE);

    world.simulator.web().start(address);
    assertNoToken(world.submit(credentials), TokenFault.UNREACHABLE); // Within the pause.
    world.assertRecovers(credentials);
  }

  @Test
  void aServiceThatIsDownIsNotNoticedWhileTheTokenIsGood() {
    assertThat(world.submit(credentials).outcome()).isEqualTo(Outcome.ACCEPTED);
    world.simulator.web().stop();
    for (int quarter = 1; quarter <= 3; quarter++) {
      world.time.advance(Duration.ofMinutes(15));
      assertThat(world.submit(credentials).outcome())
          .as("quarter " + quarter)
          .isEqualTo(Outcome.ACCEPTED);
    }
    world.time.advance(Duration.ofMinutes(15));
    assertNoToken(world.submit(credentials), TokenFault.UNREACHABLE);
  }

  @Test
  void aSlowAnswerIsWaitedFor() {
    CompletableFuture<SessionReport> running;
    world.simulator.web().strike(new WebFault.Slow(Duration.ofSeconds(2)));
    running = world.begin(world.desk.of(credentials));
    io.mailprobe.testkit.peers.Waiting.until(
        "the request is held back",
        Duration.ofSeconds(10),
        () -> {
          world.time.advance(Duration.ofMillis(500));
          return running.isDone();
        });
    assertThat(running.join().outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(new WebFault.Stall(), TokenFault.TIMED_OUT),
        Arguments.of(new WebFault.Drip(), TokenFault.TIMED_OUT),
        Arguments.of(new WebFault.HangUp(), TokenFault.UNREACHABLE),
        Arguments.of(
            answer(503, "{\"error\":\"temporarily_unavailable\"}"), TokenFault.UNAVAILABLE),
        Arguments.of(answer(500, "<html>"), TokenFault.UNAVAILABLE),
        Arguments.of(answer(429, ""), TokenFault.THROTTLED),
        Arguments.of(answer(200, "<html>sign in to the network</html>"), TokenFault.BAD_ANSWER),
        Arguments.of(answer(200, "x".repeat(1_000_000)), TokenFault.UNREACHABLE),
        Arguments.of(answer(302, ""), TokenFault.BAD_ANSWER));
  }

  private static WebFault answer(int status, String body) {
    return new WebFault.Answer(
        new WebAnswer(
            status,
            Map.of("Location", "https://example.invalid/", "Content-Type", "text/html"),
            body));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultOfTheServiceEndsTheSessionWithoutATokenAndIsRecoveredFrom(
      WebFault fault, TokenFault expected) throws IOException {
    if (expected == TokenFault.TIMED_OUT) {
      world.close();
      open(Duration.ofSeconds(1));
    }
    world.simulator.web().strike(fault);
    assertNoToken(world.submit(credentials), expected);
    world.simulator.web().mend();
    world.assertRecovers(credentials);
  }

  @Test
  void aServiceThatAsksForPatienceGetsIt() {
    world
        .simulator
        .web()
        .strike(new WebFault.Answer(WebAnswer.json(429, "{}").with("Retry-After", "120")));
    assertNoToken(world.submit(credentials), TokenFault.THROTTLED);
    world.simulator.web().mend();
    world.time.advance(Duration.ofSeconds(119));
    assertNoToken(world.submit(credentials), TokenFault.THROTTLED);
    assertThat(world.simulator.web().requests()).isEqualTo(1);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(world.submit(credentials).outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(TenantSetting.APPLICATION, TokenFault.APPLICATION, "700016"),
        Arguments.of(TenantSetting.APPLICATION_ENABLED, TokenFault.APPLICATION, "7000112"),
        Arguments.of(TenantSetting.CLIENT_SECRET, TokenFault.SECRET, "7000222"),
        Arguments.of(TenantSetting.CONDITIONAL_ACCESS, TokenFault.POLICY, "53003"),
        Arguments.of(TenantSetting.EXCHANGE_RESOURCE, TokenFault.PERMISSION, "500011"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void eachRefusalIsToldByItsNumberWithWhatToDo(
      TenantSetting broken, TokenFault expected, String number) {
    world.simulator.tenantSettings().breakOne(broken);
    SessionReport report = world.submit(credentials);
    assertNoToken(report, expected);
    assertThat(report.detail()).contains("127.0.0.1 refused", "AADSTS" + number);
    assertThat(
            world.metric(
                "mailprobe_token_failures_total",
                "reason=\"" + expected.label() + "\"",
                "aadsts=\"" + number + "\""))
        .isEqualTo(1);
  }

  @Test
  void aWrongSecretIsNotShown() {
    ClientCredentials wrong = Applications.withSecret(world.authority(), "hunter3~hunter3");
    SessionReport report = world.submit(wrong);
    assertNoToken(report, TokenFault.SECRET);
    assertThat(report.detail()).contains("AADSTS7000215", "use the secret's value, not its id");
    world.assertKept(List.of("hunter3"), report.toString());
  }

  @Test
  void aCertificateThatNobodyTrustsIsToldAsSuch() {
    TokenDesk stranger =
        new TokenDesk(
            world.time, new SignInService(List.of(), SignInWorld.PATIENCE), TokenEvents.UNHEARD);
    SessionReport report = SignInWorld.await(world.begin(stranger.of(credentials)));
    assertThat(report.outcome()).isEqualTo(Outcome.TOKEN_FAILED);
    assertThat(report.detail()).contains("127.0.0.1 cannot be asked", "tls.trust");
  }

  @Test
  void aNameThatDnsDoesNotKnowIsToldAsSuch() {
    SessionReport report =
        world.submit(Applications.withSecret("https://sign-in.invalid", Applications.SECRET));
    assertNoToken(report, TokenFault.UNREACHABLE);
    assertThat(report.detail()).contains("sign-in.invalid cannot be asked");
  }

  @Test
  void keysThatAreRotatedCostOneSessionAtMost() {
    assertThat(world.submit(credentials).outcome()).isEqualTo(Outcome.ACCEPTED);
    world.simulator.entra().rotateKeys();
    assertThat(world.submit(credentials).outcome()).isEqualTo(Outcome.ACCEPTED);

    world.time.advance(Duration.ofMinutes(6));
    world.simulator.entra().retireOldKeys();
    SessionReport refused = world.submit(credentials);
    assertThat(refused.outcome()).isEqualTo(Outcome.AUTH_FAILED);
    assertThat(refused.phase()).isEqualTo(Phase.AUTH);
    assertThat(world.submit(credentials).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(world.simulator.web().requests()).isEqualTo(2);
  }

  @Test
  void aPermissionThatIsMissingIsNotAnsweredWithRequestAfterRequest() {
    world.simulator.tenantSettings().breakOne(TenantSetting.MAILBOX_PERMISSION);
    for (int session = 0; session < 5; session++) {
      assertThat(world.submit(credentials).outcome()).isEqualTo(Outcome.AUTH_FAILED);
      world.time.advance(Duration.ofMinutes(1));
    }
    assertThat(world.simulator.web().requests()).isEqualTo(1);
    world.simulator.tenantSettings().mend(TenantSetting.MAILBOX_PERMISSION);
    assertThat(world.submit(credentials).outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  /** The session ended in its first phase, and no front end knows of it. */
  private void assertNoToken(SessionReport report, TokenFault fault) {
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.TOKEN_FAILED);
    assertThat(report.phase()).isEqualTo(Phase.TOKEN);
    assertThat(report.reply()).isEmpty();
    assertThat(report.frontEnd()).isEmpty();
    assertThat(report.phases()).extracting(PhaseTiming::phase).containsExactly(Phase.TOKEN);
    assertThat(report.detail()).startsWith("no access token: no token for client ");
    assertThat(world.metric("mailprobe_token_failures_total", "reason=\"" + fault.label() + "\""))
        .as("failures that are " + fault)
        .isEqualTo(world.metric("mailprobe_token_failures_total"))
        .isPositive();
    world.assertKept(List.of(Applications.SECRET), report.toString());
  }
}
