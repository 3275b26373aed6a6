package io.mailprobe.prober.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.protocol.feed.FeedTimes;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockFilterTest {

  private final ManualTime time = new ManualTime();
  private final ClockFilter filter = new ClockFilter();
  private Duration ahead = Duration.ofSeconds(3);

  @Test
  void nothingIsKnownBeforeTheFirstExchange() {
    assertThat(filter.best(time.nanos())).isEmpty();
  }

  @Test
  void evenWaysTellTheOffsetHoweverLongTheAnswerWasWaitedFor() {
    exchange(Duration.ofMillis(4), Duration.ofSeconds(25), Duration.ofMillis(4));
    assertThat(best().ahead()).isEqualTo(Duration.ofSeconds(3));
    assertThat(best().uncertainty())
        .isBetween(Duration.ofMillis(4), Duration.ofMillis(4).plusNanos(10_000));
    assertThat(best().isProven()).isTrue();
  }

  @Test
  void theTruthIsAlwaysWithinTheUncertainty() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      exchange(millis(random, 400), millis(random, 25_000), millis(random, 400));
      time.advance(millis(random, 60_000));
      assertThat(best().ahead().minus(ahead).abs()).isLessThanOrEqualTo(best().uncertainty());
      if (random.nextInt(50) == 0) {
        ahead = ahead.plusMillis(random.nextInt(20_000) - 10_000);
        exchange(Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(1));
      }
    }
  }

  @Test
  void theQuickestExchangeCountsAmongSlowOnes() {
    exchange(Duration.ofMillis(300), Duration.ZERO, Duration.ofMillis(5));
    exchange(Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(1));
    exchange(Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(900));
    assertThat(best().ahead()).isEqualTo(ahead);
  }

  @Test
  void anOldExchangeTellsLess() {
    exchange(Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(1));
    Duration fresh = best().uncertainty();
    time.advance(Duration.ofHours(1));
    assertThat(best().uncertainty()).isGreaterThan(fresh.plusMillis(100));
  }

  @Test
  void aClockThatIsSetIsFollowedAtOnce() {
    exchange(Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(1));
    ahead = Duration.ofHours(-1);
    exchange(Duration.ofMillis(20), Duration.ZERO, Duration.ofMillis(20));
    assertThat(best().ahead()).isEqualTo(ahead);
    time.jump(Duration.ofHours(2)); // Ours this time.
    ahead = ahead.minusHours(2);
    exchange(Duration.ofMillis(20), Duration.ZERO, Duration.ofMillis(20));
    assertThat(best().ahead()).isEqualTo(ahead);
  }

  @Test
  void ourClockMaybeSetWhileWeWait() {
    Instant asked = time.wall().plus(ahead);
    time.advance(Duration.ofSeconds(10));
    Instant answered = time.wall().plus(ahead);
    time.jump(Duration.ofMinutes(5));
    filter.add(
        new Exchange(new FeedTimes(asked, answered), time.wall(), Duration.ofSeconds(10)),
        time.nanos());
    assertThat(best().ahead()).isEqualTo(ahead.minusMinutes(5));
  }

  @Test
  void anExchangeInWhichTheirClockWasSetForwardSaysNothing() {
    Instant asked = time.wall().plus(ahead);
    time.advance(Duration.ofSeconds(10));
    Instant answered = time.wall().plus(ahead).plusSeconds(60);
    filter.add(
        new Exchange(new FeedTimes(asked, answered), time.wall(), Duration.ofSeconds(10)),
        time.nanos());
    assertThat(filter.best(time.nanos())).isEmpty();
  }

  @Test
  void clocksThatAgreeAsFarAsCanBeSeenAreTakenAsOne() {
    ahead = Duration.ofMillis(2);
    exchange(Duration.ofMillis(3), Duration.ZERO, Duration.ofMillis(3));
    assertThat(best().isProven()).isFalse();
    Instant theirs = time.wall();
    assertThat(best().toOurs(theirs)).isEqualTo(theirs);
  }

  private void exchange(Duration out, Duration wait, Duration back) {
    long began = time.nanos();
    time.advance(out);
    Instant asked = time.wall().plus(ahead);
    time.advance(wait);
    Instant answered = time.wall().plus(ahead);
    time.advance(back);
    Duration took = Duration.ofNanos(time.nanos() - began);
    filter.add(new Exchange(new FeedTimes(asked, answered), time.wall(), took), time.nanos());
  }

  private ClockOffset best() {
    return filter.best(time.nanos()).orElseThrow();
  }

  private static Duration millis(Random random, int most) {
    return Duration.ofMillis(random.nextInt(most));
  }
}
