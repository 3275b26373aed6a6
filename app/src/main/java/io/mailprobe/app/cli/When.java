package io.mailprobe.app.cli;

import java.time.Duration;
import java.time.Instant;

/** An instant as people give it: as such, or by how long ago it was. */
public sealed interface When {

  /** Which instant that is, now being the given one. */
  Instant at(Instant now);

  /** That instant. */
  record At(Instant instant) implements When {
    @Override
    public Instant at(Instant now) {
      return instant;
    }
  }

  /** So long before now. */
  record Ago(Duration duration) implements When {
    @Override
    public Instant at(Instant now) {
      return now.minus(duration);
    }
  }
}
