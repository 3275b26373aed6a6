package io.mailprobe.simulator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads are about to do. */
public final class Eventually {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private Eventually() {}

  /** Returns as soon as the condition holds; fails if it does not within ten seconds. */
  public static void holds(BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come true within " + DEADLINE);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
