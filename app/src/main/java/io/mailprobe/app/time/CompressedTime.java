package io.mailprobe.app.time;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Time that stands still until it is begun, and then runs so many times as fast as another: sockets
 * and disks are real, and hours pass in minutes. Wall clock and monotonic clock are read off one
 * reading and never part. Whoever is started before it begins is ready at its first instant.
 */
public final class CompressedTime implements Clock, Scheduler, AutoCloseable {

  /** Faster than this, what a session takes for real is no small part of a minute any more. */
  private static final int FASTEST = 3_600;

  private final Clock realClock;
  private final Scheduler realScheduler;
  private final Instant start;
  private final int speed;
  private final long origin;
  private final List<Waiting> waiting = new ArrayList<>();
  private volatile Optional<Long> begun = Optional.empty();

  /**
   * Time that stands still.
   *
   * @param start what the wall clock shows until it begins
   * @param speed how many times as fast it is then, from 1 to 3600
   * @param realScheduler how it waits; closed with it where it is the machine's
   */
  public CompressedTime(Instant start, int speed, Clock realClock, Scheduler realScheduler) {
    if (speed < 1 || speed > FASTEST) {
      throw new IllegalArgumentException("not a speed from 1 to " + FASTEST + ": " + speed);
    }
    this.realClock = realClock;
    this.realScheduler = realScheduler;
    this.start = start;
    this.speed = speed;
    this.origin = realClock.nanos();
  }

  /** Begins; what was to be run after a while is run a while after now. */
  public synchronized void begin() {
    if (begun.isEmpty()) {
      begun = Optional.of(realClock.nanos());
      waiting.forEach(Waiting::begin);
      waiting.clear();
    }
  }

  @Override
  public Instant wall() {
    return start.plusNanos(elapsed());
  }

  @Override
  public long nanos() {
    return origin + elapsed();
  }

  /** 292 years' worth of nanoseconds fit in, of which a run takes hours. */
  private long elapsed() {
    return begun.map(instant -> Math.multiplyExact(realClock.nanos() - instant, speed)).orElse(0L);
  }

  @Override
  public synchronized Pending after(Duration delay, Runnable task) {
    Duration real = delay.dividedBy(speed);
    if (begun.isPresent() || !real.isPositive()) {
      return realScheduler.after(real, task);
    }
    Waiting added = new Waiting(real, task);
    waiting.add(added);
    return added;
  }

  /** How much passes here while so much passes for real. */
  Duration passing(Duration real) {
    return real.multipliedBy(speed);
  }

  /** The scheduler that it hurries. */
  Scheduler real() {
    return realScheduler;
  }

  /** Ends the machine's scheduler, where it has that; tasks that have not run never will. */
  @Override
  public void close() {
    if (realScheduler instanceof SystemScheduler owned) {
      owned.close();
    }
  }

  /** A task of the time before the beginning. */
  private final class Waiting implements Pending {
    private final Duration real;
    private final Runnable task;
    private boolean cancelled;
    private Optional<Pending> pending = Optional.empty();

    Waiting(Duration real, Runnable task) {
      this.real = real;
      this.task = task;
    }

    void begin() {
      if (!cancelled) {
        pending = Optional.of(realScheduler.after(real, task));
      }
    }

    @Override
    public void cancel() {
      synchronized (CompressedTime.this) {
        cancelled = true;
        pending.ifPresent(Pending::cancel);
      }
    }
  }
}
