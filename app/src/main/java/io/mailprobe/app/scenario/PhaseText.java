package io.mailprobe.app.scenario;

import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.scenario.ScenarioPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A phase, as its file gives it. */
record PhaseText(
    String name,
    String summary,
    When from,
    Optional<Duration> length,
    Optional<When> until,
    Duration ramp,
    ScopeText scope,
    List<FaultText> faults) {

  /** It in a scenario that starts and lasts so. */
  ScenarioPhase in(Instant start, Duration whole) {
    Duration begin = from.after(start);
    Duration end = end(from, length, until, start, whole);
    Duration lasts = end.minus(begin);
    Scope where = scope.scope();
    return new ScenarioPhase(
        name,
        summary,
        begin,
        lasts,
        faults.stream()
            .flatMap(each -> each.entries(begin, lasts, ramp, where, scope.share()).stream())
            .toList());
  }

  /** When a phase is over: as it says, or else with the scenario. */
  static Duration end(
      When from, Optional<Duration> length, Optional<When> until, Instant start, Duration whole) {
    return until
        .map(moment -> moment.after(start))
        .or(() -> length.map(from.after(start)::plus))
        .orElse(whole);
  }
}
