package io.mailprobe.simulator.scenario;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.simulator.topology.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  private static final Instant START = Instant.parse("2026-06-02T12:33:00Z");
  private static final ScenarioPhase LATER =
      new ScenarioPhase("later", "", ofMinutes(60), ofMinutes(30), faults(ofMinutes(60)));
  private static final ScenarioPhase EARLIER =
      new ScenarioPhase("earlier", "", ofMinutes(30), ofMinutes(40), faults(ofMinutes(30)));

  @Test
  void tellsWhatLastsWhen() {
    Scenario scenario = with(List.of(LATER, EARLIER));
    assertThat(scenario.onset()).contains(Instant.parse("2026-06-02T13:03:00Z"));
    assertThat(scenario.end()).isEqualTo(Instant.parse("2026-06-02T14:33:00Z"));
    assertThat(scenario.phasesAt(ofMinutes(29))).isEmpty();
    assertThat(scenario.phasesAt(ofMinutes(30))).containsExactly(EARLIER);
    assertThat(scenario.phasesAt(ofMinutes(65))).containsExactly(EARLIER, LATER);
    assertThat(scenario.phasesAt(ofMinutes(70))).containsExactly(LATER);
    assertThat(scenario.timeline().entries()).hasSize(2);
    assertThat(with(List.of()).onset()).isEmpty();
  }

  @Test
  void refusesPhasesThatCannotBeToldApartOrLastTooLong() {
    assertThatThrownBy(() -> with(List.of(LATER, LATER)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                with(
                    List.of(
                        new ScenarioPhase("long", "", ofMinutes(0), ofMinutes(121), List.of()))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Scenario with(List<ScenarioPhase> phases) {
    return new Scenario(
        "a-day",
        "shows nothing",
        START,
        Duration.ofHours(2),
        false,
        List.of(Region.amer(), Region.emea()),
        ServerSettings.ample(),
        Probing.standard(),
        phases,
        Optional.empty(),
        1);
  }

  private static List<Timeline.Entry> faults(Duration start) {
    return Timeline.builder()
        .during(start, ofMinutes(10))
        .in(Scope.everywhere())
        .fault(1, new Fault.Drop())
        .build()
        .entries();
  }
}
