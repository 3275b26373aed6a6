package io.mailprobe.prober.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {

  private static final Instant TICK = Instant.parse("2026-06-02T13:03:00Z");

  private final RetryPolicy policy = new RetryPolicy(Duration.ofHours(1));

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void whatIsRetriedIsWhatAMailServerWouldRetry(Outcome outcome) {
    Decision decision = policy.decide(outcome, 1, TICK, TICK, 0.5);
    assertThat(decision instanceof Decision.Again).isEqualTo(outcome.isRetried());
  }

  @Test
  void delaysGrowUntilTheRouteGivesUp() {
    List<Long> seconds = new ArrayList<>();
    Instant now = TICK;
    int attempts = 1;
    while (policy.decide(Outcome.DEFERRED, attempts, TICK, now, 0.5)
        instanceof Decision.Again(Instant at)) {
      seconds.add(Duration.between(now, at).toSeconds());
      now = at;
      attempts++;
    }
    assertThat(seconds).containsExactly(15L, 30L, 60L, 120L, 300L, 600L, 600L, 600L, 600L, 600L);
    assertThat(policy.decide(Outcome.DEFERRED, attempts, TICK, now, 0.5))
        .isEqualTo(new Decision.GiveUp(Verdict.ABANDONED));
  }

  @Test
  void jitterIsATenthEitherWay() {
    assertThat(policy.decide(Outcome.CLOSED, 1, TICK, TICK, 0))
        .isEqualTo(new Decision.Again(TICK.plusMillis(13_500)));
    assertThat(policy.decide(Outcome.CLOSED, 1, TICK, TICK, 1))
        .isEqualTo(new Decision.Again(TICK.plusMillis(16_500)));
  }

  @Test
  void refusedForGoodIsRejected() {
    assertThat(policy.decide(Outcome.REJECTED, 1, TICK, TICK, 0.5))
        .isEqualTo(new Decision.GiveUp(Verdict.REJECTED));
    assertThat(policy.decide(Outcome.AUTH_FAILED, 1, TICK, TICK, 0.5))
        .isEqualTo(new Decision.GiveUp(Verdict.REJECTED));
  }

  @Test
  void anUncertainMessageIsAwaitedEvenAfterTheGiveUp() {
    Instant late = TICK.plus(Duration.ofHours(2));
    assertThat(policy.decide(Outcome.UNCERTAIN, 3, TICK, late, 0.5)).isEqualTo(new Decision.Wait());
    assertThat(policy.decide(Outcome.ACCEPTED, 3, TICK, late, 0.5)).isEqualTo(new Decision.Wait());
  }

  @Test
  void aGiveUpShorterThanTheFirstDelayAbandonsAtOnce() {
    assertThat(new RetryPolicy(Duration.ofSeconds(5)).decide(Outcome.DEFERRED, 1, TICK, TICK, 0.5))
        .isEqualTo(new Decision.GiveUp(Verdict.ABANDONED));
  }
}
