package io.mailprobe.testkit.peers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does and cannot tell us: looks again and again, to a deadline. */
public final class Waiting {

  private static final long FIRST_PAUSE_NANOS = 10_000_000;
  private static final long LONGEST_PAUSE_NANOS = 200_000_000;

  /** A look at the world; a failure to look counts as "not yet". */
  @FunctionalInterface
  public interface Look {
    /** Whether it has come about. */
    boolean done() throws Exception;
  }

  private Waiting() {}

  /**
   * Looks until it is done.
   *
   * @throws AssertionError if it is not within the time; with the last failure to look as its cause
   */
  public static void until(String what, Duration patience, Look look) {
    long end = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    Exception last = null;
    while (System.nanoTime() < end) {
      try {
        if (look.done()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(pause); // Ever longer: to look must not disturb what is looked at.
      pause = Math.min(pause + pause / 4, LONGEST_PAUSE_NANOS);
    }
    throw new AssertionError("not within " + patience + ": " + what, last);
  }
}
