package io.mailprobe.app.scenario;

import java.time.Duration;
import java.time.Instant;

/** A moment of a scenario, as its file gives it. */
sealed interface When {

  /** So long after its start. */
  record Offset(Duration after) implements When {}

  /** At this time of day. */
  record At(Instant instant) implements When {}

  /** How long after the start of the scenario; negative where it is before. */
  default Duration after(Instant start) {
    return switch (this) {
      case Offset(Duration after) -> after;
      case At(Instant instant) -> Duration.between(start, instant);
    };
  }
}
