package io.mailprobe.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.feed.ExtraAuthority;
import io.mailprobe.prober.web.WebClient;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Graph does, it is asked again, not too often, and nothing else comes of it. */
@Timeout(60)
class ServiceHealthTest {

  private static final Duration MORE_THAN_JITTER = Duration.ofSeconds(133);

  @TempDir private Path folder;
  private GraphWorld world;
  private ServiceHealth health;

  @BeforeEach
  void open() throws IOException {
    world = new GraphWorld(folder);
    world.play(Incident.ex1331830());
    world.time.advance(Duration.ofHours(3));
    health = world.open();
    health.start();
  }

  @AfterEach
  void close() {
    health.close();
    world.close();
  }

  private void answer(int status, Map<String, String> headers, String body) {
    world.web.strike(new WebFault.Answer(new WebAnswer(status, headers, body)));
  }

  private void advance(Duration by) {
    world.time.advance(by);
  }

  @Test
  void isReadSoonAfterTheStartAndThenAtItsIntervalMoreOrLess() {
    assertThat(health.report().lastRead()).isEmpty();
    advance(Duration.ofSeconds(5));
    assertThat(world.polls(PollResult.OK)).isEqualTo(1);
    assertThat(world.metrics("mailprobe_service_health_polls_total{result=\"ok\"}"))
        .containsExactly("mailprobe_service_health_polls_total{result=\"ok\"} 1.0");
    assertThat(health.report().lastRead()).isPresent();
    assertThat(health.report().issues())
        .extracting(status -> status.issue().id())
        .containsExactly("EX1331830");
    advance(GraphWorld.EVERY.multipliedBy(100));
    assertThat(world.polls(PollResult.OK)).isBetween(92, 113);
    assertThat(health.report().trouble()).isEmpty();
  }

  private record Answered(int status, String body, PollResult result, String words) {}

  private static final List<Answered> NO_ANSWERS =
      List.of(
          new Answered(401, "{}", PollResult.UNAUTHORIZED, "does not accept the access token"),
          new Answered(403, "{}", PollResult.FORBIDDEN, "consent to ServiceHealth.Read.All"),
          new Answered(404, "{}", PollResult.REFUSED, "(HTTP 404)"),
          new Answered(302, "", PollResult.REFUSED, "(HTTP 302)"),
          new Answered(429, "{}", PollResult.THROTTLED, "less often (HTTP 429)"),
          new Answered(500, "", PollResult.UNAVAILABLE, "in trouble (HTTP 500)"),
          new Answered(503, "<html>", PollResult.UNAVAILABLE, "in trouble (HTTP 503)"),
          new Answered(200, "<html>Sign in</html>", PollResult.BAD_ANSWER, "no list of issues"),
          new Answered(200, "", PollResult.BAD_ANSWER, "no list of issues"),
          new Answered(
              200,
              "{\"value\": [], \"@odata.nextLink\": \"https://elsewhere.example/x\"}",
              PollResult.BAD_ANSWER,
              "not on the same server"),
          new Answered(
              200,
              "{\"value\": [], \"@odata.nextLink\": \"http:// \"}",
              PollResult.BAD_ANSWER,
              "not on the same server"),
          new Answered(400, "{}", PollResult.REFUSED, "(HTTP 400)"));

  @Test
  void whatIsNoAnswerIsCountedSaidAndForgottenOnceThereIsOne() {
    advance(Duration.ofSeconds(5));
    for (Answered no : NO_ANSWERS) {
      HealthReport before = health.report();
      int counted = world.polls(no.result());
      int read = world.polls(PollResult.OK);
      answer(no.status(), Map.of(), no.body());
      untilPolled(no.result(), counted);

      HealthReport after = health.report();
      assertThat(after.trouble().orElseThrow())
          .startsWith("Microsoft's service health cannot be read: ")
          .contains(no.words())
          .doesNotContain("eyJ");
      assertThat(after.issues()).isEqualTo(before.issues());
      assertThat(after.lastRead()).isEqualTo(before.lastRead());

      world.web.mend();
      untilPolled(PollResult.OK, read);
      assertThat(health.report().trouble()).isEmpty();
      assertThat(health.report().issues()).hasSize(1);
    }
    assertThat(world.web.requests()).as("asked in three forms at last").isGreaterThan(25);
  }

  /** Exactly one reading ends, and so. */
  private void untilPolled(PollResult result, int before) {
    advance(Duration.ofSeconds(107));
    while (world.polls(result) == before) {
      advance(Duration.ofSeconds(1));
    }
    assertThat(world.polls(result)).isEqualTo(before + 1);
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() {
    advance(Duration.ofSeconds(5)); // The token comes from the same server.
    answer(200, Map.of(), " ".repeat(8 * 1024 * 1024 + 1));
    advance(MORE_THAN_JITTER);
    assertThat(world.polls(PollResult.TOO_LARGE)).isEqualTo(1);
    assertThat(health.report().trouble().orElseThrow()).contains("more than 8388608 bytes");
  }

  @Test
  void theLongerItFailsTheLessOftenItIsAsked() {
    advance(Duration.ofSeconds(5));
    answer(500, Map.of(), "");
    advance(Duration.ofHours(4));
    // After 2, 4, 8 and 16 minutes, and every quarter of an hour from then on.
    assertThat(world.polls(PollResult.UNAVAILABLE)).isBetween(16, 21);
  }

  @ParameterizedTest
  @CsvSource({
    "1800, 1800, 2210",
    "'Tue, 02 Jun 2026 16:30:00 GMT', 1650, 2250",
    "999999999, 3600, 4410",
    "soon, 107, 133",
    "-5, 107, 133",
    "'Tue, 02 Jun 2020 16:30:00 GMT', 107, 133"
  })
  void whatItAsksForIsGivenWithinBounds(String retryAfter, long least, long most) {
    world.at("2026-06-02T15:59:55Z");
    answer(429, Map.of("Retry-After", retryAfter), "{}");
    while (world.polls(PollResult.THROTTLED) == 0) {
      advance(Duration.ofSeconds(1));
    }
    world.web.mend();
    int before = world.polls(PollResult.OK);
    advance(Duration.ofSeconds(least - 1));
    assertThat(world.polls(PollResult.OK)).isEqualTo(before);
    advance(Duration.ofSeconds(most - least));
    assertThat(world.polls(PollResult.OK)).isGreaterThan(before);
    assertThat(world.polls(PollResult.THROTTLED)).isEqualTo(1);
  }

  @Test
  void noTokenIsNoReadingAndItsOwnReason() throws IOException {
    health.close();
    health = world.open(world.tokens("wrong"));
    health.start();
    advance(Duration.ofSeconds(5));
    assertThat(world.polls(PollResult.TOKEN_FAILED)).isEqualTo(1);
    assertThat(health.report().trouble().orElseThrow())
        .contains("there is no access token: ", "AADSTS7000215")
        .doesNotContain("wrong\"");
    assertThat(world.metrics("mailprobe_token_failures_total"))
        .anyMatch(
            line ->
                line.contains("resource=\"graph.microsoft.com\"")
                    && line.contains("reason=\"secret\"")
                    && line.endsWith(" 1.0"));
  }

  @Test
  void aPermissionThatIsTakenAwayIsSaidAndComesBack() {
    advance(Duration.ofSeconds(5));
    world.settings.breakOne(TenantSetting.SERVICE_HEALTH_PERMISSION);
    advance(MORE_THAN_JITTER);
    assertThat(health.report().trouble().orElseThrow()).contains("ServiceHealth.Read.All");
    world.settings.mend(TenantSetting.SERVICE_HEALTH_PERMISSION);
    advance(MORE_THAN_JITTER);
    assertThat(health.report().trouble()).isEmpty();
  }

  @Test
  void aServerThatIsGoneIsUnreachable() {
    advance(Duration.ofSeconds(5));
    world.web.stop();
    advance(MORE_THAN_JITTER);
    assertThat(world.polls(PollResult.UNREACHABLE)).isEqualTo(1);
    assertThat(health.report().trouble().orElseThrow()).contains("it cannot be asked: ");
  }

  static Stream<WebFault> silences() {
    return Stream.of(new WebFault.Stall(), new WebFault.Drip());
  }

  @ParameterizedTest
  @MethodSource("silences")
  void aServerThatDoesNotFinishIsNotWaitedForLong(WebFault silence) throws Exception {
    String token = world.tokens().token().get();
    try (GraphIssues graph =
        new GraphIssues(
            world.address(),
            () -> CompletableFuture.completedFuture(token),
            new WebClient(Optional.of(ExtraAuthority.trusting(world.trusted))),
            Duration.ofMillis(300))) {
      assertThat(graph.ask(world.time.wall()).issues()).isNotEmpty();
      world.web.strike(silence);
      assertThat(failureOf(graph)).hasValue(PollResult.TIMED_OUT);
      world.web.mend();
    }
  }

  private Optional<PollResult> failureOf(GraphIssues graph) throws InterruptedException {
    try {
      graph.ask(world.time.wall());
      return Optional.empty();
    } catch (GraphException e) {
      return Optional.of(e.result());
    }
  }

  @Test
  void aTokenThatNeverComesIsNotWaitedForLong() throws Exception {
    try (GraphIssues graph =
        new GraphIssues(
            world.address(),
            CompletableFuture::new,
            new WebClient(Optional.empty()),
            Duration.ofMillis(50))) {
      assertThat(failureOf(graph)).hasValue(PollResult.TOKEN_FAILED);
    }
  }

  /** A page that names itself as the next would otherwise be read for ever. */
  @Test
  void aListWithoutAnEndIsCutOff() {
    advance(Duration.ofSeconds(5));
    long before = world.web.requests();
    answer(
        200,
        Map.of(),
        "{\"value\": [], \"@odata.nextLink\": \"%s/v1.0/x\"}".formatted(world.address()));
    advance(MORE_THAN_JITTER);
    assertThat(world.web.requests() - before).isEqualTo(40);
    assertThat(world.polls(PollResult.OK)).isEqualTo(2);
    assertThat(health.report().issues()).as("it may be on a page not read").hasSize(1);
  }

  @Test
  void entriesThatAreNoIssuesAreCounted() {
    advance(Duration.ofSeconds(5));
    answer(200, Map.of(), "{\"value\": [7, {}]}");
    advance(MORE_THAN_JITTER);
    assertThat(world.metrics("mailprobe_service_health_unreadable_total"))
        .containsExactly("mailprobe_service_health_unreadable_total 2.0");
    assertThat(health.report().issues()).hasSize(1);
  }

  @Test
  void whatIsKnownSurvivesARestart() throws IOException {
    advance(Duration.ofSeconds(5));
    HealthReport before = health.report();
    health.close();
    advance(Duration.ofMinutes(10));
    health = world.open();
    assertThat(health.report().issues()).isEqualTo(before.issues());
    assertThat(health.report().lastRead()).isEmpty();
  }

  @Test
  void nothingIsReadAfterTheEnd() {
    advance(Duration.ofSeconds(5));
    long before = world.web.requests();
    health.close();
    advance(Duration.ofHours(1));
    assertThat(world.web.requests()).isEqualTo(before);
    assertThat(world.time.pending()).isZero();
  }
}
