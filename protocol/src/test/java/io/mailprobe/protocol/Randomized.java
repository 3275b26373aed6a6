package io.mailprobe.protocol;

import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs a check on many random inputs. A failure names its seed; {@code -Dmailprobe.seed=N} runs
 * that input first.
 */
public final class Randomized {

  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Randomized() {}

  /** Runs the check on as many generators, each with a seed of its own. */
  public static void check(int rounds, Consumer<RandomGenerator> check) {
    long first = Long.getLong("mailprobe.seed", new SecureRandom().nextLong());
    for (long seed = first; seed != first + rounds; seed++) {
      try {
        check.accept(FACTORY.create(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with -Dmailprobe.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** A text of up to the given length, mostly of the given characters, now and then of any. */
  public static String text(RandomGenerator random, int maxLength, String likely) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(maxLength + 1);
    for (int i = 0; i < length; i++) {
      text.append(character(random, likely));
    }
    return text.toString();
  }

  /** The text with a few characters changed, taken out, put in, or cut off. */
  public static String mutate(RandomGenerator random, String text, String likely) {
    StringBuilder mutant = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(3); changes > 0 && !mutant.isEmpty(); changes--) {
      int at = random.nextInt(mutant.length());
      switch (random.nextInt(4)) {
        case 0 -> mutant.setCharAt(at, character(random, likely));
        case 1 -> mutant.deleteCharAt(at);
        case 2 -> mutant.insert(at, character(random, likely));
        default -> mutant.setLength(at);
      }
    }
    return mutant.toString();
  }

  private static char character(RandomGenerator random, String likely) {
    return random.nextInt(8) == 0
        ? (char) random.nextInt(0x10000)
        : likely.charAt(random.nextInt(likely.length()));
  }
}
