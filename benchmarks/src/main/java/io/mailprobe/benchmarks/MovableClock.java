package io.mailprobe.benchmarks;

import io.mailprobe.protocol.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The machine's clock, until it is stopped and moved by hand. */
final class MovableClock implements Clock {

  private volatile boolean stopped;
  private volatile Instant at = Instant.EPOCH;

  void stop() {
    at = Instant.now();
    stopped = true;
  }

  void advance(Duration by) {
    at = at.plus(by);
  }

  @Override
  public Instant wall() {
    return stopped ? at : Instant.now();
  }

  @Override
  public long nanos() {
    return stopped ? Duration.between(Instant.EPOCH, at).toNanos() : System.nanoTime();
  }
}
