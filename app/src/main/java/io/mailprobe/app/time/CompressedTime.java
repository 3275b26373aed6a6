package io.mailprobe.app.time;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.time.Instant;

/**
 * Time that runs so many times as fast as another: sockets and disks are real, and hours pass in
 * minutes. Wall clock and monotonic clock are read off one reading and never part.
 */
public final class CompressedTime implements Clock, Scheduler, AutoCloseable {

  /** Faster than this, what a session takes for real is no small part of a minute any more. */
  private static final int FASTEST = 3_600;

  private final Clock realClock;
  private final Scheduler realScheduler;
  private final Instant start;
  private final int speed;
  private final long realStart;

  /**
   * Time that passes from now on.
   *
   * @param start what the wall clock shows now
   * @param speed how many times as fast it is, from 1 to 3600
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
    this.realStart = realClock.nanos();
  }

  @Override
  public Instant wall() {
    return start.plusNanos(elapsed());
  }

  @Override
  public long nanos() {
    return realStart + elapsed();
  }

  /** 292 years' worth of nanoseconds fit in, of which a run takes hours. */
  private long elapsed() {
    return Math.multiplyExact(realClock.nanos() - realStart, speed);
  }

  @Override
  public Pending after(Duration delay, Runnable task) {
    return realScheduler.after(delay.dividedBy(speed), task);
  }

  /** How much passes here while so much passes for real. */
  Duration passing(Duration real) {
    return real.multipliedBy(speed);
  }

  /** Ends the machine's scheduler, where it has that; tasks that have not run never will. */
  @Override
  public void close() {
    if (realScheduler instanceof SystemScheduler owned) {
      owned.close();
    }
  }
}
