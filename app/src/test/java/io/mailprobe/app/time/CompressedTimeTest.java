package io.mailprobe.app.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.protocol.time.StepWatch;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedTimeTest {

  private static final Instant START = Instant.parse("2026-06-02T12:00:00Z");

  private final ManualTime real = new ManualTime(Instant.parse("2026-11-22T20:00:00Z"));
  private final CompressedTime time = new CompressedTime(START, 60, real, real);

  @Test
  void standsStillUntilItIsBegun() {
    List<String> ran = new ArrayList<>();
    time.after(Duration.ZERO, () -> ran.add("at once"));
    time.after(Duration.ofSeconds(90), () -> ran.add("later"));
    Scheduler.Pending cancelled = time.after(Duration.ofSeconds(90), () -> ran.add("cancelled"));
    Scheduler.Pending late = time.after(Duration.ofSeconds(90), () -> ran.add("cancelled late"));
    cancelled.cancel();
    long nanos = time.nanos();
    real.advance(Duration.ofHours(1));
    assertThat(ran).containsExactly("at once");
    assertThat(time.wall()).isEqualTo(START);
    assertThat(time.nanos()).isEqualTo(nanos);
    time.begin();
    late.cancel();
    real.advance(Duration.ofMillis(1_499));
    time.begin(); // Once is enough.
    assertThat(ran).containsExactly("at once");
    real.advance(Duration.ofMillis(1));
    assertThat(ran).containsExactly("at once", "later");
    assertThat(time.wall()).isEqualTo(START.plusSeconds(90));
  }

  @Test
  void beginsAtItsInstantAndPassesSoManyTimesAsFast() {
    time.begin();
    assertThat(time.wall()).isEqualTo(START);
    long nanos = time.nanos();
    real.advance(Duration.ofMinutes(27));
    assertThat(time.wall()).isEqualTo(START.plus(Duration.ofHours(27)));
    assertThat(time.nanos() - nanos).isEqualTo(Duration.ofHours(27).toNanos());
  }

  @Test
  void isNotSetWhenTheMachinesClockIs() {
    time.begin();
    StepWatch watch = new StepWatch(time);
    real.advance(Duration.ofSeconds(10));
    real.jump(Duration.ofHours(1));
    assertThat(watch.look()).isZero();
    assertThat(time.wall()).isEqualTo(START.plus(Duration.ofMinutes(10)));
  }

  @Test
  void waitsSoManyTimesLess() {
    time.begin();
    List<Instant> ran = new ArrayList<>();
    time.after(Duration.ofMinutes(1), () -> ran.add(time.wall()));
    Scheduler.Pending cancelled = time.after(Duration.ofMinutes(1), () -> ran.add(time.wall()));
    cancelled.cancel();
    real.advance(Duration.ofMillis(999));
    assertThat(ran).isEmpty();
    real.advance(Duration.ofMillis(1));
    assertThat(ran).containsExactly(START.plus(Duration.ofMinutes(1)));
  }

  @Test
  void saysHowMuchPassesWhileRealWorkIsDone() {
    TimeAndChance hurried = new TimeAndChance(time, time, new Random(1));
    TimeAndChance usual = new TimeAndChance(real, real, new Random(1));
    assertThat(hurried.passing(Duration.ofSeconds(30))).isEqualTo(Duration.ofMinutes(30));
    assertThat(usual.passing(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3_601})
  void refusesASpeedAtWhichNothingCouldBeMeasured(int speed) {
    assertThatThrownBy(() -> new CompressedTime(START, speed, real, real))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a speed");
  }
}
