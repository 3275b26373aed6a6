package io.mailprobe.receiver.listen;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Holds back the answers to what is refused, so that over all sessions there are only so many a
 * second. A flood then waits for us instead of us for it, and the probes beside it are served as
 * ever: they are never refused. (Other receivers call this a tarpit.)
 */
final class Pacer {

  /** How many refusals may come at once before any is held back, as a part of a second. */
  private static final int BURST = 10;

  private final long interval;
  private final long credit;
  private final Clock clock;
  private final Scheduler scheduler;
  private long turn;

  /**
   * @param perSecond how many, in the long run
   */
  Pacer(int perSecond, Clock clock, Scheduler scheduler) {
    interval = Duration.ofSeconds(1).toNanos() / perSecond;
    credit = Duration.ofSeconds(1).toNanos() / BURST;
    this.clock = clock;
    this.scheduler = scheduler;
    turn = clock.nanos() - credit;
  }

  /** Blocks until the caller's turn; the turns are in the order of the calls. */
  void await() {
    Duration wait = Duration.ofNanos(book());
    if (wait.isPositive()) {
      CompletableFuture<Void> come = new CompletableFuture<>();
      scheduler.after(wait, () -> come.complete(null));
      come.join();
    }
  }

  /** Takes the next turn; how far off it is in nanoseconds. */
  private synchronized long book() {
    long now = clock.nanos();
    turn = now - turn > credit ? now - credit : turn;
    turn += interval;
    return turn - now;
  }
}
