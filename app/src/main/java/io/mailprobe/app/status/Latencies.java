package io.mailprobe.app.status;

import io.mailprobe.prober.account.ProbeRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The latencies of the newest arrivals.
 *
 * @param ascending in order of size
 */
record Latencies(List<Duration> ascending) {

  private static final int NEWEST = 100;

  Latencies {
    ascending = List.copyOf(ascending);
  }

  /** Of the newest of these probes that have arrived. */
  static Latencies of(List<ProbeRecord> probes) {
    List<Duration> arrived =
        probes.stream().map(ProbeRecord::latency).flatMap(Optional::stream).toList();
    return new Latencies(
        arrived.subList(Math.max(0, arrived.size() - NEWEST), arrived.size()).stream()
            .sorted()
            .toList());
  }

  /** Half are no slower; zero where there is none. */
  Duration median() {
    return quantile(50);
  }

  /** That many in a hundred are no slower; zero where there is none. */
  Duration quantile(int percent) {
    if (ascending.isEmpty()) {
      return Duration.ZERO;
    }
    int rank = (ascending.size() * percent + 99) / 100;
    return ascending.get(Math.max(1, rank) - 1);
  }

  String sentence() {
    if (ascending.isEmpty()) {
      return "";
    }
    String slowest = Words.of(ascending.getLast());
    return switch (ascending.size()) {
      case 1 -> "The first took " + slowest + ".";
      case 2, 3, 4 -> "The first few took up to " + slowest + ".";
      default ->
          "Half of the last "
              + ascending.size()
              + " took "
              + Words.of(median())
              + " or less, the slowest "
              + slowest
              + ".";
    };
  }
}
