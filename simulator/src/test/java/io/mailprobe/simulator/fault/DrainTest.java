package io.mailprobe.simulator.fault;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {

  private static final double[] CHANCES = {0.5, 0.9, 0.1};

  @Test
  void aGradualDrainLetsEachStayAsLongAsItWasTo() {
    assertThat(new Drain.Gradual().delays(CHANCES)).isEmpty();
  }

  @Test
  void aBulkDrainIsOverInItsTimeAndKeepsNoOrder() {
    assertThat(new Drain.Within(ofMinutes(10)).delays(CHANCES))
        .containsExactly(ofMinutes(5), ofMinutes(9), ofMinutes(1));
    assertThat(new Drain.Within(Duration.ZERO).delays(CHANCES)).containsOnly(Duration.ZERO);
  }

  @Test
  void aSteadyDrainLetsOneOutAfterTheOther() {
    assertThat(new Drain.Steadily(6, true).delays(CHANCES))
        .containsExactly(ofSeconds(10), ofSeconds(20), ofSeconds(30));
    assertThat(new Drain.Steadily(6, false).delays(CHANCES))
        .containsExactly(ofSeconds(20), ofSeconds(30), ofSeconds(10));
    assertThat(new Drain.Steadily(6, false).delays(new double[0])).isEmpty();
  }

  @Test
  void refusesDrainsThatNeverEnd() {
    for (double rate : List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatThrownBy(() -> new Drain.Steadily(rate, true))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Drain.Within(ofMinutes(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
