package io.mailprobe.app.time;

import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on one thread of its own, each at its time to within what the machine allows. A task
 * that fails is logged and does not disturb the others.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SystemScheduler.class);

  private final ScheduledThreadPoolExecutor executor;

  public SystemScheduler() {
    executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("scheduler").daemon().factory());
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Pending after(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> future =
          executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      log.debug("a task came after the end", e);
      return () -> {};
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a scheduled task failed", e);
    }
  }

  /** Ends the thread; tasks that have not run never will. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
