package io.mailprobe.prober.submit;

import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.protocol.time.Scheduler.Pending;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The two deadlines of a session. What they run, they run on the session's event loop. */
final class Timers {

  private static final Pending NONE = () -> {};

  private final Scheduler scheduler;
  private final Executor loop;
  private Pending phase = NONE;
  private Pending session = NONE;

  Timers(Scheduler scheduler, Executor loop) {
    this.scheduler = scheduler;
    this.loop = loop;
  }

  /** Begins a phase, with a new deadline in place of the last. */
  void phase(Duration delay, Runnable task) {
    phase.cancel();
    phase = arm(delay, task);
  }

  void session(Duration delay, Runnable task) {
    session = arm(delay, task);
  }

  /** No deadline strikes from now on. */
  void cancel() {
    phase.cancel();
    session.cancel();
  }

  private Pending arm(Duration delay, Runnable task) {
    Alarm alarm = new Alarm(task);
    Pending pending = scheduler.after(delay, () -> loop.execute(alarm));
    return () -> {
      alarm.cancelled = true;
      pending.cancel();
    };
  }

  /** Cancelled and run on the event loop, so that none strikes that was cancelled before. */
  private static final class Alarm implements Runnable {
    private final Runnable task;
    private boolean cancelled;

    Alarm(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (!cancelled) {
        task.run();
      }
    }
  }
}
