package io.mailprobe.prober.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTime time = new ManualTime();
  private final List<Instant> ticks = new ArrayList<>();
  private final List<Duration> lags = new ArrayList<>();
  private long missed;

  private final Schedule.Ticks recorder =
      new Schedule.Ticks() {
        @Override
        public void tick(Instant scheduled) {
          ticks.add(scheduled);
          lags.add(Duration.between(scheduled, time.wall()));
        }

        @Override
        public void missed(long count) {
          missed += count;
        }
      };

  private Schedule start(String route) {
    Schedule schedule = new Schedule(Samples.route(route), recorder, time, time);
    schedule.start();
    return schedule;
  }

  @Test
  void ticksComeAtTheirInstantsWithoutDrift() {
    start("outbound");
    time.advance(Duration.ofDays(1));
    assertThat(ticks).hasSize(1_440);
    assertThat(lags).containsOnly(Duration.ZERO);
    assertThat(Duration.between(ticks.getFirst(), ticks.getLast()))
        .isEqualTo(MINUTE.multipliedBy(1_439));
  }

  @Test
  void ticksAreTheSameAfterARestart() {
    Schedule first = start("outbound");
    time.advance(Duration.ofMinutes(3));
    first.stop();
    time.advance(Duration.ofSeconds(1_234));
    start("outbound");
    time.advance(MINUTE);
    assertThat(Duration.between(ticks.getFirst(), ticks.getLast()).toNanos() % MINUTE.toNanos())
        .isZero();
  }

  @Test
  void routesAndRegionsAreSpreadOverTheInterval() {
    Set<Duration> offsets = new HashSet<>();
    int[] quarter = new int[4];
    for (int i = 0; i < 400; i++) {
      Duration offset = Cadence.of(i % 2 == 0 ? "amer" : "emea", "route-" + i / 2, MINUTE).offset();
      offsets.add(offset);
      quarter[(int) (offset.toSeconds() / 15)]++;
    }
    assertThat(offsets).hasSizeGreaterThan(395);
    assertThat(Arrays.stream(quarter)).allMatch(count -> count > 60 && count < 140);
  }

  @Test
  void noTickComesAfterStop() {
    Schedule schedule = start("outbound");
    time.advance(MINUTE);
    schedule.stop();
    time.advance(MINUTE.multipliedBy(5));
    assertThat(ticks).hasSize(1);
    assertThat(time.pending()).isZero();
  }

  @Test
  void aClockSetForwardMissesTicksAndDoesNotBurst() {
    start("outbound");
    time.advance(MINUTE);
    time.jump(Duration.ofHours(1));
    time.advance(MINUTE);
    assertThat(missed).isEqualTo(60);
    assertThat(ticks).hasSize(2);
    time.advance(MINUTE.multipliedBy(3));
    assertThat(ticks).hasSize(5).doesNotHaveDuplicates().isSorted();
    assertThat(lags).allMatch(lag -> lag.compareTo(MINUTE) < 0);
  }

  @Test
  void aTickThatIsLateByLessThanAnIntervalIsStillUsed() {
    start("outbound");
    time.advance(MINUTE);
    time.jump(Duration.ofSeconds(30));
    time.advance(MINUTE);
    assertThat(missed).isZero();
    assertThat(ticks.size()).isBetween(2, 3);
  }

  @Test
  void aClockSetBackGoesOnAtTheSameRate() {
    start("outbound");
    time.advance(MINUTE.multipliedBy(3));
    int before = ticks.size();
    time.jump(Duration.ofHours(-1));
    time.advance(MINUTE.multipliedBy(10));
    assertThat(ticks.size() - before).isBetween(9, 10);
    assertThat(missed).isZero();
  }

  @Test
  void aTickThatThrowsDoesNotStopTheLoop() {
    Route route = Samples.route("outbound");
    Schedule schedule =
        new Schedule(
            route,
            new Schedule.Ticks() {
              @Override
              public void tick(Instant scheduled) {
                ticks.add(scheduled);
                throw new IllegalStateException("as scripted");
              }

              @Override
              public void missed(long count) {}
            },
            time,
            time);
    schedule.start();
    for (int i = 0; i < 3; i++) {
      try {
        time.advance(MINUTE);
      } catch (IllegalStateException _) {
        // Thrown on this thread only because manual time runs tasks on it.
      }
    }
    assertThat(ticks).hasSizeGreaterThanOrEqualTo(2);
  }
}
