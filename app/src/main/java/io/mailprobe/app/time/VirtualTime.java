package io.mailprobe.app.time;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Clock and scheduler of a world that has no time but this: it passes in leaps, from one thing that
 * is due to the next, each done at its own instant on the thread that lets it pass. Of that thread
 * alone.
 */
public final class VirtualTime implements Clock, Scheduler {

  private final Queue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
  private final Instant start;
  private long nanos;
  private long order;

  /** Time that stands still at this instant. */
  public VirtualTime(Instant start) {
    this.start = start;
  }

  private static final class Task {
    private final long due;
    private final long order;
    private Runnable task;

    Task(long due, long order, Runnable task) {
      this.due = due;
      this.order = order;
      this.task = task;
    }

    long due() {
      return due;
    }

    long order() {
      return order;
    }

    /** It stays in its place, and keeps nothing else alive. */
    void cancel() {
      task = () -> {};
    }
  }

  @Override
  public Instant wall() {
    return start.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Pending after(Duration delay, Runnable task) {
    long wait = delay.isNegative() ? 0 : delay.toNanos();
    Task entry = new Task(nanos + wait, order++, task);
    tasks.add(entry);
    return entry::cancel;
  }

  /** Lets time pass up to and with this instant, and does all that falls due on the way. */
  public void passUntil(Instant end) {
    long last = Duration.between(start, end).toNanos();
    for (Task next = tasks.peek(); next != null && next.due() <= last; next = tasks.peek()) {
      tasks.remove();
      nanos = Math.max(nanos, next.due());
      next.task.run();
    }
    nanos = Math.max(nanos, last);
  }
}
