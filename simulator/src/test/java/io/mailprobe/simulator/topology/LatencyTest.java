package io.mailprobe.simulator.topology;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

  private static final int COUNT = 20_000;

  @Test
  void halfOfTheSamplesAreShorterThanTheMedian() {
    assertThat(longerThan(new Latency(ofSeconds(3), 0.4), ofSeconds(3)))
        .isBetween(COUNT / 2 - 400, COUNT / 2 + 400);
  }

  @Test
  void aHeavyTailMakesAFewVeryLong() {
    assertThat(longerThan(new Latency(ofSeconds(3), 0.4), ofSeconds(60))).isZero();
    // A hundredth, of which 20 to the power of -1.5, a ninetieth, are 20 times as long.
    assertThat(longerThan(new Latency(ofSeconds(3), 0.4, 0.01), ofSeconds(60))).isBetween(1, 8);
    assertThat(longerThan(new Latency(ofSeconds(3), 0.4, 1), ofSeconds(60))).isBetween(150, 350);
  }

  @Test
  void noneIsLongerThanTwoDays() {
    assertThat(longerThan(new Latency(ofHours(40), 5, 1), ofHours(48))).isZero();
  }

  @Test
  void goesFromOneToTheOther() {
    Latency minute = new Latency(ofMinutes(1), 0.2);
    Latency hour = new Latency(ofMinutes(61), 0.6);
    assertThat(minute.towards(hour, 0)).isEqualTo(minute);
    assertThat(minute.towards(hour, 0.5).median()).isEqualTo(ofMinutes(31));
    assertThat(minute.towards(hour, 1)).isEqualTo(hour);
  }

  @Test
  void refusesWhatIsNoDistribution() {
    for (double tail : List.of(-0.1, 1.1, Double.NaN)) {
      assertThatThrownBy(() -> new Latency(ofSeconds(1), 0, tail))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static int longerThan(Latency latency, Duration bound) {
    RandomGenerator random = new SplittableRandom(1);
    return (int)
        IntStream.range(0, COUNT).filter(_ -> latency.sample(random).compareTo(bound) > 0).count();
  }
}
