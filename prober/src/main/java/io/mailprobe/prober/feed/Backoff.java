package io.mailprobe.prober.feed;

import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/** Waits longer after each failure in a row: from half a second to 30 s, a fifth more or less. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration MOST = Duration.ofSeconds(30);

  private final Scheduler scheduler;
  private final RandomGenerator random;
  private Duration next = FIRST;

  Backoff(Scheduler scheduler, RandomGenerator random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  void reset() {
    next = FIRST;
  }

  void afterFailure() throws InterruptedException {
    double factor = 0.8 + 0.4 * random.nextDouble();
    Duration delay = Duration.ofNanos(Math.round(next.toNanos() * factor));
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(MOST) < 0 ? doubled : MOST;
    pause(delay);
  }

  void pause(Duration delay) throws InterruptedException {
    if (delay.isPositive()) {
      CountDownLatch over = new CountDownLatch(1);
      Scheduler.Pending timer = scheduler.after(delay, over::countDown);
      try {
        over.await();
      } finally {
        timer.cancel();
      }
    }
  }
}
