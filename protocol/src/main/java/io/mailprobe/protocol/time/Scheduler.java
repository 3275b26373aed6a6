package io.mailprobe.protocol.time;

import java.time.Duration;

/** Runs tasks later. The only way in which code waits. */
public interface Scheduler {

  /**
   * Runs the task once, after the delay; at once (but never on the caller's stack) where it is zero
   * or negative. The task must not block for long.
   */
  Pending after(Duration delay, Runnable task);

  /** A task that has not run yet. */
  interface Pending {

    /** Makes sure that the task does not start from now on; does nothing if it has run. */
    void cancel();
  }
}
