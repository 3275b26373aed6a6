package io.mailprobe.app.time;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Time and chance, for all parts of a process alike.
 *
 * @param clock what time it is
 * @param scheduler how everybody waits
 * @param random where ids and chances come from; safe for use by many threads
 */
public record TimeAndChance(Clock clock, Scheduler scheduler, RandomGenerator random)
    implements AutoCloseable {

  /** The real ones. Ids must not be guessed. */
  public static TimeAndChance real() {
    return new TimeAndChance(new SystemClock(), new SystemScheduler(), new SecureRandom());
  }

  /** Real time; chances that come again with the seed. */
  public static TimeAndChance seeded(long seed) {
    return new TimeAndChance(new SystemClock(), new SystemScheduler(), new Random(seed));
  }

  /**
   * Time that stands at an instant until {@link #begin}, and then runs so many times as fast as the
   * machine's; chances that come again with the seed.
   */
  public static TimeAndChance compressed(Instant start, int speed, long seed) {
    CompressedTime time =
        new CompressedTime(start, speed, new SystemClock(), new SystemScheduler());
    return new TimeAndChance(time, time, new Random(seed));
  }

  /**
   * Time that is now, at its real pace or so many times as fast from {@link #begin} on; what is
   * made today is not to be of another day.
   */
  public static TimeAndChance fromNow(int speed, long seed) {
    return speed == 1 ? seeded(seed) : compressed(new SystemClock().wall(), speed, seed);
  }

  /** Lets time that stands still begin; any other runs already. */
  public void begin() {
    if (scheduler instanceof CompressedTime standing) {
      standing.begin();
    }
  }

  /**
   * How much passes by the clock while so much passes for real. What sockets, disks and peers need
   * is real time: a deadline for them is to be as long as this.
   */
  public Duration passing(Duration real) {
    return scheduler instanceof CompressedTime compressed ? compressed.passing(real) : real;
  }

  /** How those wait who look at things for people, who are never hurried. */
  public Scheduler unhurried() {
    return scheduler instanceof CompressedTime compressed ? compressed.real() : scheduler;
  }

  /** Nothing falls due from here on: ends the scheduler, where it is the machine's. */
  public void end() {
    switch (scheduler) {
      case SystemScheduler real -> real.close();
      case CompressedTime compressed -> compressed.close();
      default -> {} // A test's, which ends by itself.
    }
  }

  /** The same, in the end. */
  @Override
  public void close() {
    end();
  }
}
