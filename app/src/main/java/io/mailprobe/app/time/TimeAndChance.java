package io.mailprobe.app.time;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.security.SecureRandom;
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

  /** Ends the scheduler, where it is a real one. */
  @Override
  public void close() {
    if (scheduler instanceof SystemScheduler real) {
      real.close();
    }
  }
}
