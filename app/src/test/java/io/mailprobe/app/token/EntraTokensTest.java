package io.mailprobe.app.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EntraTokensTest {

  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration ASKING = Duration.ofMillis(200);

  private final ManualTime time = new ManualTime();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final List<String> fetched = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Duration life = LIFE;
  private Duration askedToWait = Duration.ZERO;
  private boolean down;
  private int asked;
  private final EntraTokens tokens = tokens(this::fetch);

  @Test
  void theFirstTokenIsFetchedOffTheCallersThread() {
    CompletableFuture<String> token = tokens.token();
    assertThat(token).isNotDone();
    assertThat(fetched).isEmpty();
    runBackground();
    assertThat(token).isCompletedWithValue("token-1");
  }

  @Test
  void manyCallersShareOneRequest() {
    CompletableFuture<String> first = tokens.token();
    CompletableFuture<String> second = tokens.token();
    first.cancel(false);
    runBackground();
    assertThat(second).isCompletedWithValue("token-1");
    assertThat(fetched).hasSize(1);
  }

  @Test
  void aTokenIsHandedOutAgainUntilHalfOfItsTime() {
    hold();
    time.advance(LIFE.dividedBy(2).minusSeconds(1));
    assertThat(tokens.token()).isCompletedWithValue("token-1");
    assertThat(background).isEmpty();
  }

  @Test
  void atHalfOfItsTimeTheNextIsFetchedWhileTheOldOneServes() {
    hold();
    time.advance(LIFE.dividedBy(2));
    assertThat(tokens.token()).isCompletedWithValue("token-1");
    runBackground();
    assertThat(tokens.token()).isCompletedWithValue("token-2");
  }

  @Test
  void anEndpointInTroubleIsNoneOfOursWhileTheTokenIsGood() {
    hold();
    down = true;
    time.advance(Duration.ofMinutes(57));
    assertThat(tokens.token()).isCompletedWithValue("token-1");
    runBackground();
    assertThat(tokens.token()).isCompletedWithValue("token-1");
    runBackground();

    time.advance(Duration.ofMinutes(1));
    CompletableFuture<String> late = tokens.token();
    runBackground();
    assertThatThrownBy(late::join).hasRootCauseMessage("down");

    down = false;
    time.advance(Duration.ofMinutes(1));
    CompletableFuture<String> again = tokens.token();
    runBackground();
    assertThat(again).isCompletedWithValue("token-2");
  }

  @Test
  void aClockThatIsSetChangesNoTokensTime() {
    hold();
    time.jump(Duration.ofDays(400));
    assertThat(tokens.token()).isCompletedWithValue("token-1");
    assertThat(background).isEmpty();
  }

  @Test
  void aTokenOfFewMinutesServesThem() {
    life = Duration.ofMinutes(2);
    hold();
    time.advance(Duration.ofSeconds(59));
    assertThat(tokens.token()).isCompletedWithValue("token-1");
    assertThat(background).isEmpty();
    time.advance(Duration.ofSeconds(30));
    assertThat(tokens.token()).isCompletedWithValue("token-1");
    runBackground();
    assertThat(tokens.token()).isCompletedWithValue("token-2");
  }

  @Test
  void afterAFailureAllHearOfItAndNobodyAsksForAWhile() {
    down = true;
    CompletableFuture<String> first = tokens.token();
    runBackground();
    assertThatThrownBy(first::join).hasRootCauseMessage("down");
    for (int route = 0; route < 10; route++) {
      assertThatThrownBy(tokens.token()::join).hasRootCauseMessage("down");
    }
    assertThat(background).isEmpty();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void pausesGrowToAMinuteAndEndWithTheFirstToken() {
    down = true;
    assertThat(pause()).isEqualTo(Duration.ofSeconds(5));
    assertThat(pause()).isEqualTo(Duration.ofSeconds(10));
    assertThat(pause()).isEqualTo(Duration.ofSeconds(20));
    assertThat(pause()).isEqualTo(Duration.ofSeconds(40));
    assertThat(pause()).isEqualTo(Duration.ofMinutes(1));
    assertThat(pause()).isEqualTo(Duration.ofMinutes(1));
    down = false;
    CompletableFuture<String> token = tokens.token();
    runBackground();
    assertThat(token).isCompletedWithValue("token-1");
    down = true;
    time.advance(LIFE);
    assertThat(pause()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aServiceThatAsksForPatienceGetsItWithinReason() {
    down = true;
    askedToWait = Duration.ofSeconds(90);
    assertThat(pause()).isEqualTo(Duration.ofSeconds(90));
    askedToWait = Duration.ofDays(1);
    assertThat(pause()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aTokenThatIsRefusedIsFetchedAnewUnlessItIsYoung() {
    hold();
    tokens.refused("token-1");
    assertThat(tokens.token()).isCompletedWithValue("token-1");

    time.advance(Duration.ofMinutes(6));
    tokens.refused("another");
    assertThat(tokens.token()).isCompletedWithValue("token-1");
    tokens.refused("token-1");
    CompletableFuture<String> next = tokens.token();
    assertThat(next).isNotDone();
    runBackground();
    assertThat(next).isCompletedWithValue("token-2");
    tokens.refused("token-2");
    assertThat(tokens.token()).isCompletedWithValue("token-2");
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void whatBecomesOfRequestsIsTold() {
    Instant begun = time.wall();
    hold();
    down = true;
    time.advance(LIFE);
    CompletableFuture<String> none = tokens.token();
    runBackground();
    assertThat(none).isCompletedExceptionally();
    assertThat(told)
        .containsExactly(
            "fetched after " + ASKING + " until " + begun.plus(LIFE),
            "failed after " + ASKING + ": TIMED_OUT");
  }

  @Test
  void aFaultOfTheProgramLeavesNobodyWaiting() {
    EntraTokens broken =
        tokens(
            () -> {
              throw new IllegalStateException("hunter2");
            });
    CompletableFuture<String> token = broken.token();
    assertThatThrownBy(this::runBackground).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(token::join).hasRootCauseInstanceOf(TokenException.class);
    time.advance(Duration.ofSeconds(5));
    assertThat(broken.token()).isNotDone();
    assertThat(background).hasSize(1);
  }

  private EntraTokens tokens(EntraTokens.Fetch fetch) {
    return new EntraTokens(
        Applications.withSecret("https://login.microsoftonline.com", "hunter2"),
        fetch,
        background::add,
        time,
        new TokenEvents() {
          @Override
          public void expected(ClientCredentials credentials) {}

          @Override
          public void fetched(ClientCredentials credentials, Duration took, Instant expires) {
            told.add("fetched after " + took + " until " + expires);
          }

          @Override
          public void failed(ClientCredentials credentials, Duration took, TokenException why) {
            told.add("failed after " + took + ": " + why.fault());
          }
        });
  }

  /** Fails once more; how long it is until somebody is asked again. */
  private Duration pause() {
    CompletableFuture<String> token = tokens.token();
    runBackground();
    assertThat(token).isCompletedExceptionally();
    int before = asked;
    Duration waited = Duration.ZERO;
    while (background.isEmpty()) {
      time.advance(Duration.ofSeconds(1));
      waited = waited.plusSeconds(1);
      assertThat(tokens.token()).isNotNull();
    }
    assertThat(asked).isEqualTo(before);
    return waited;
  }

  private void hold() {
    CompletableFuture<String> token = tokens.token();
    runBackground();
    assertThat(token).isCompletedWithValue("token-1");
  }

  private void runBackground() {
    for (Runnable task = background.poll(); task != null; task = background.poll()) {
      task.run();
    }
  }

  private EntraTokens.Fetched fetch() throws TokenException {
    asked++;
    time.advance(ASKING);
    if (down) {
      throw new TokenException(TokenFault.TIMED_OUT, "none", askedToWait, "down");
    }
    fetched.add("token-" + (fetched.size() + 1));
    return new EntraTokens.Fetched(fetched.getLast(), life);
  }
}
