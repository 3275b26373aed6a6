package io.mailprobe.simulator.fault;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The lot of one session or message, drawn when it begins: a function from a fault's number to
 * whether it strikes. So a fault strikes the same sessions of a seed whatever else is on, whichever
 * thread asks first, and the same answer comes each time that one session asks.
 */
public record Fate(long seed) {

  /** Odd, and with bits well spread, so that neighbours in number get far seeds. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** The next lot of a sequence. */
  public static Fate drawn(RandomGenerator random) {
    return new Fate(random.nextLong());
  }

  /** Whether the fault of this number and share strikes. */
  boolean strikes(long number, double share) {
    return generator(number).nextDouble() < share;
  }

  /** A source of chance of this lot's own for one purpose. */
  public RandomGenerator generator(long purpose) {
    return new SplittableRandom(seed ^ (purpose * SPREAD));
  }
}
