package io.mailprobe.simulator.fault;

import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays one timeline once, from its start, on a board. */
public final class TimelinePlayer implements AutoCloseable {

  /** In how many steps a fault comes from its first level to its last. */
  private static final int STEPS = 60;

  private final FaultBoard board;
  private final Scheduler scheduler;
  private final Timeline timeline;
  private final List<Scheduler.Pending> pending = new ArrayList<>();
  private final List<Injection> on = new ArrayList<>();
  private boolean closed;

  public TimelinePlayer(FaultBoard board, Scheduler scheduler, Timeline timeline) {
    this.board = board;
    this.scheduler = scheduler;
    this.timeline = timeline;
  }

  /** Begins; offsets count from now. */
  public synchronized void start() {
    for (Timeline.Entry entry : timeline.entries()) {
      pending.add(scheduler.after(entry.start(), () -> begin(entry)));
    }
  }

  private synchronized void begin(Timeline.Entry entry) {
    if (closed) {
      return;
    }
    Level first = entry.level(0);
    Injection injection = board.inject(first.fault(), entry.scope(), first.share());
    on.add(injection);
    for (int step = 1; step <= STEPS; step++) {
      Level level = entry.level((double) step / STEPS);
      Duration after = entry.ramp().multipliedBy(step).dividedBy(STEPS);
      if (after.isPositive() && after.compareTo(entry.length()) < 0) {
        pending.add(scheduler.after(after, () -> change(injection, level)));
      }
    }
    pending.add(scheduler.after(entry.length(), () -> end(injection)));
  }

  private synchronized void change(Injection injection, Level level) {
    if (on.contains(injection)) {
      board.change(injection, level);
    }
  }

  private synchronized void end(Injection injection) {
    if (on.remove(injection)) {
      board.end(injection);
    }
  }

  /** Switches off what it has switched on, and plays no more. */
  @Override
  public synchronized void close() {
    closed = true;
    pending.forEach(Scheduler.Pending::cancel);
    on.forEach(board::end);
    on.clear();
  }
}
