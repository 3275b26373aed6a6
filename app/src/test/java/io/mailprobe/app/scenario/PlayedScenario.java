package io.mailprobe.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.testkit.time.ManualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A scenario that was played from its start to its end, on a manual clock. */
final class PlayedScenario {

  private PlayedScenario() {}

  /** The faults that were switched on, each as it began; all are off again at the end. */
  static List<Injection> play(Scenario scenario) {
    ManualTime time = new ManualTime();
    FaultBoard board = new FaultBoard();
    List<Injection> begun = new ArrayList<>();
    board.onChange(
        () ->
            board.active().stream()
                .filter(on -> begun.stream().noneMatch(known -> known.number() == on.number()))
                .forEach(begun::add));
    try (TimelinePlayer player = new TimelinePlayer(board, time, scenario.timeline())) {
      player.start();
      time.advance(scenario.length());
      assertThat(board.active()).isEmpty();
    }
    for (Injection injection : begun) {
      assertThat(
              scenario.regions().stream()
                  .anyMatch(
                      region ->
                          injection.scope().coversAround(region.name())
                              || region.places().stream()
                                  .flatMap(place -> Arrays.stream(MailPath.values()).map(place::at))
                                  .anyMatch(injection.scope()::covers)))
          .as("%s strikes somebody", injection)
          .isTrue();
    }
    return begun;
  }
}
