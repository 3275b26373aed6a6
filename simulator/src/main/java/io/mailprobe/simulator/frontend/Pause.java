package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.time.Scheduler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Lets the calling thread wait, by the scheduler's time. */
final class Pause {

  private Pause() {}

  /**
   * Waits this long.
   *
   * @throws InterruptedIOException if the front end is closed meanwhile
   */
  static void of(Scheduler scheduler, Duration length) throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    Scheduler.Pending pending = scheduler.after(length, over::countDown);
    try {
      over.await();
    } catch (InterruptedException _) {
      pending.cancel();
      throw new InterruptedIOException("closed while it paused");
    }
  }
}
