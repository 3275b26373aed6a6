package io.mailprobe.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgeBoundsTest {

  @Test
  void theBoundsAscendFromASecondToADay() {
    assertThat(AgeBounds.ALL).isSorted().doesNotHaveDuplicates();
    assertThat(AgeBounds.ALL.getFirst()).isEqualTo(Duration.ofSeconds(1));
    assertThat(AgeBounds.ALL.getLast()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void anAgeBelongsToTheFirstBoundThatIsNotBelowIt() {
    for (int i = 0; i < AgeBounds.ALL.size(); i++) {
      Duration bound = AgeBounds.ALL.get(i);
      assertThat(AgeBounds.firstAtLeast(bound)).isEqualTo(i);
      assertThat(AgeBounds.firstAtLeast(bound.minusNanos(1))).isEqualTo(i);
      assertThat(AgeBounds.firstAtLeast(bound.plusNanos(1))).isEqualTo(i + 1);
    }
    assertThat(AgeBounds.firstAtLeast(Duration.ofSeconds(-5))).isZero();
  }
}
