package io.mailprobe.simulator.scenario;

import io.mailprobe.simulator.fault.Timeline;
import java.time.Duration;
import java.util.List;

/**
 * A stretch of a scenario in which something is so.
 *
 * @param name what it is called on the page and in reports, such as {@code onset}
 * @param summary what happens in it, in words; empty text where nobody wrote any
 * @param start from the scenario's beginning
 * @param length how long it lasts
 * @param faults what goes wrong in it, as offsets from the scenario's beginning; nothing in a phase
 *     that only has a name
 */
public record ScenarioPhase(
    String name, String summary, Duration start, Duration length, List<Timeline.Entry> faults) {

  public ScenarioPhase {
    faults = List.copyOf(faults);
    if (name.isBlank() || start.isNegative() || !length.isPositive()) {
      throw new IllegalArgumentException(
          "not a phase: " + name + " from " + start + " for " + length);
    }
  }

  /** When it is over, from the scenario's beginning. */
  public Duration end() {
    return start.plus(length);
  }

  /** Whether it lasts at this offset. */
  public boolean lasts(Duration offset) {
    return offset.compareTo(start) >= 0 && offset.compareTo(end()) < 0;
  }
}
