package io.mailprobe.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes a {@link Series} of probes that come in the order of their ticks. */
final class SeriesMaker {

  private final Grid grid;
  private final long from;
  private final long end;
  private final long known;
  private final int[] opened;
  private final int[] late;
  private final int[] undelivered;
  private final long[] oldest;
  private final int[] inFlight;
  private final List<Optional<Double>> p50 = new ArrayList<>();
  private final List<Optional<Double>> p95 = new ArrayList<>();
  private final List<Optional<Double>> longest = new ArrayList<>();
  private final Longs latencies = new Longs();
  private int bucket;

  /**
   * @param from the first instant of the time, in the first bucket
   * @param end the instant after it, in the last bucket
   * @param known up to when it is known what became of the probes
   */
  SeriesMaker(Grid grid, long from, long end, long known) {
    this.grid = grid;
    this.from = from;
    this.end = end;
    this.known = known;
    opened = new int[grid.size()];
    late = new int[grid.size()];
    undelivered = new int[grid.size()];
    oldest = new long[grid.size()];
    inFlight = new int[grid.size()];
  }

  /**
   * @param left when it was in flight no more; the end of all times where it is
   */
  void add(long due, long left, boolean delivered, boolean isLate) {
    int at = grid.index(due);
    if (due >= from && due < end) {
      while (bucket < at) {
        closeBucket();
      }
      opened[at]++;
      late[at] += isLate ? 1 : 0;
      undelivered[at] += delivered ? 0 : 1;
      if (delivered) {
        latencies.add(left - due);
      }
    }
    age(due, left);
  }

  private void age(long due, long left) {
    int last = Math.min(grid.index(left), grid.size() - 1);
    for (int i = Math.max(grid.index(due), 0); i <= last; i++) {
      long until = Math.min(Math.min(grid.begin(i + 1), end), known);
      oldest[i] = Math.max(oldest[i], Math.min(left, until) - due);
      inFlight[i] += left > until ? 1 : 0;
    }
  }

  private void closeBucket() {
    long[] sorted = latencies.toArray();
    Arrays.sort(sorted);
    int all = opened[bucket];
    p50.add(quantile(sorted, all, 0.5));
    p95.add(quantile(sorted, all, 0.95));
    longest.add(quantile(sorted, all, 1));
    latencies.clear();
    bucket++;
  }

  /** The least of the values that so many of all do not exceed; what is not there exceeds any. */
  static Optional<Double> quantile(long[] sorted, int all, double share) {
    int rank = (int) Math.ceil(share * all);
    return rank == 0 || rank > sorted.length
        ? Optional.empty()
        : Optional.of(Text.seconds(sorted[rank - 1]));
  }

  Series make() {
    while (bucket < grid.size()) {
      closeBucket();
    }
    return new Series(
        list(opened),
        list(late),
        list(undelivered),
        p50,
        p95,
        longest,
        Arrays.stream(oldest).mapToObj(Text::seconds).toList(),
        list(inFlight));
  }

  private static List<Integer> list(int[] values) {
    return IntStream.of(values).boxed().toList();
  }
}
