package io.mailprobe.simulator.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How messages that a fault still holds come out when it ends. */
public sealed interface Drain {

  /** They do not: each stays for as long as it was to. */
  record Gradual() implements Drain {}

  /** All within this time, in bulk and out of order. */
  record Within(Duration time) implements Drain {
    public Within {
      if (time.isNegative()) {
        throw new IllegalArgumentException("a drain takes time: " + time);
      }
    }
  }

  /**
   * One after the other at a steady rate.
   *
   * @param perMinute how many of one queue come out in a minute
   * @param inOrder whether in the order in which they came
   */
  record Steadily(double perMinute, boolean inOrder) implements Drain {
    public Steadily {
      if (!(perMinute >= 0.01 && perMinute <= 1_000_000)) {
        throw new IllegalArgumentException("not a rate: " + perMinute + " a minute");
      }
    }
  }

  /**
   * How long after the end each message comes out at the latest; empty where that changes nothing.
   *
   * @param chances each message's own, 0 to 1, in the order in which they came
   */
  default List<Duration> delays(double[] chances) {
    return switch (this) {
      case Gradual() -> List.of();
      case Within(Duration time) ->
          Arrays.stream(chances).mapToObj(chance -> times(time, chance)).toList();
      case Steadily(double perMinute, boolean inOrder) -> {
        int[] turns = inOrder ? IntStream.range(0, chances.length).toArray() : ranks(chances);
        yield Arrays.stream(turns)
            .mapToObj(turn -> times(Duration.ofMinutes(1), (turn + 1) / perMinute))
            .toList();
      }
    };
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }

  /** For each of the numbers, how many of them are less. */
  private static int[] ranks(double[] numbers) {
    int[] ranks = new int[numbers.length];
    int[] order =
        IntStream.range(0, numbers.length)
            .boxed()
            .sorted((one, other) -> Double.compare(numbers[one], numbers[other]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int rank = 0; rank < order.length; rank++) {
      ranks[order[rank]] = rank;
    }
    return ranks;
  }
}
