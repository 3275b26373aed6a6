package io.mailprobe.testkit.time;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Clock and scheduler in one, which move only when the test says so. {@link #advance} runs what
 * falls due on the calling thread, in order, each at its own instant.
 */
public final class ManualTime implements Clock, Scheduler {

  private final Queue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
  private Instant wall;
  private long nanos = 1_000_000_000_000L; // Not zero on purpose: zero hides mistakes.
  private long order;

  /** Starts at the given instant. */
  public ManualTime(Instant start) {
    wall = start;
  }

  /** Starts at the onset of the outage of 2 June 2026. */
  public ManualTime() {
    this(Instant.parse("2026-06-02T13:03:00Z"));
  }

  @Override
  public synchronized Instant wall() {
    return wall;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Pending after(Duration delay, Runnable task) {
    Task entry = new Task(nanos + Math.max(0, delay.toNanos()), order++, task);
    tasks.add(entry);
    return () -> cancel(entry);
  }

  private synchronized void cancel(Task entry) {
    tasks.remove(entry);
  }

  /** Moves both clocks on and runs all that falls due on the way. */
  public void advance(Duration by) {
    long end = nanos() + by.toNanos();
    for (Runnable task = nextUntil(end); task != null; task = nextUntil(end)) {
      task.run();
    }
    moveTo(end);
  }

  /** Sets the wall clock forward or back without time passing, as a step of NTP does. */
  public synchronized void jump(Duration by) {
    wall = wall.plus(by);
  }

  /** How many tasks are waiting. */
  public synchronized int pending() {
    return tasks.size();
  }

  private synchronized @org.jspecify.annotations.Nullable Runnable nextUntil(long end) {
    Task next = tasks.peek();
    if (next == null || next.due() > end) {
      return null;
    }
    tasks.remove();
    moveTo(Math.max(next.due(), nanos));
    return next.task();
  }

  private synchronized void moveTo(long end) {
    wall = wall.plusNanos(end - nanos);
    nanos = end;
  }

  private record Task(long due, long order, Runnable task) {}
}
