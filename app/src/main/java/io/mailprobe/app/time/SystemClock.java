package io.mailprobe.app.time;

import io.mailprobe.protocol.time.Clock;
import java.time.Instant;

/** The machine's clocks. */
public final class SystemClock implements Clock {

  @Override
  public Instant wall() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
