package io.mailprobe.app.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EntraTokensTest {

  private static final Duration LIFE = Duration.ofHours(1);

  private final ManualTime time = new ManualTime();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final List<String> fetched = new ArrayList<>();
  private boolean down;
  private final EntraTokens tokens = new EntraTokens(this::fetch, background::add, time);

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
    CompletableFuture<String> again = tokens.token();
    runBackground();
    assertThat(again).isCompletedWithValue("token-2");
  }

  @Test
  void aFaultOfTheProgramLeavesNobodyWaiting() {
    EntraTokens broken =
        new EntraTokens(
            () -> {
              throw new IllegalStateException("hunter2");
            },
            background::add,
            time);
    CompletableFuture<String> token = broken.token();
    assertThatThrownBy(this::runBackground).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(token::join).hasRootCauseInstanceOf(TokenException.class);
    assertThat(broken.token()).isNotDone();
    assertThat(background).hasSize(1);
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
    if (down) {
      throw new TokenException("down");
    }
    fetched.add("token-" + (fetched.size() + 1));
    return new EntraTokens.Fetched(fetched.getLast(), time.wall().plus(LIFE));
  }
}
