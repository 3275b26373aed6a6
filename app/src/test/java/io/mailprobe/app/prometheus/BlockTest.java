package io.mailprobe.app.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads what we write in its place. */
class BlockTest {

  private static final Instant START = Instant.parse("2026-06-02T12:00:00Z");
  private static final int SAMPLES = 1_500;

  @TempDir Path folder;

  @Test
  void prometheusFindsEverySampleOfEverySeries() throws Exception {
    Map<SortedMap<String, String>, SortedMap<Long, Double>> series =
        Map.of(
            labels("a", "same"), series(1, _ -> 7.25),
            labels("a", ""), series(1, random -> random.nextInt(3)),
            labels("ü€😀", "wild"), series(20, SplittableRandom::nextDouble),
            labels("\uffee \"quoted\" \\ and\na line", "leaps"),
                series(2_000_000, random -> Double.longBitsToDouble(random.nextLong() >>> 2)),
            labels("a", "odd"), series(3, random -> random.nextBoolean() ? Double.MAX_VALUE : -0.5),
            labels("b", "few"), new TreeMap<>(Map.of(START.getEpochSecond() + 77, 1.5)));
    Path data = Files.createDirectory(folder.resolve("data"));
    try (Block block = new Block(data, 0)) {
      for (var each : series.entrySet()) {
        long[] millis = each.getValue().keySet().stream().mapToLong(at -> at * 1_000).toArray();
        double[] values = each.getValue().values().stream().mapToDouble(v -> v).toArray();
        block.add(each.getKey(), millis, values, millis.length);
      }
    }
    try (Block empty = new Block(data, 1)) {
      empty.add(labels("c", "none"), new long[0], new double[0], 0);
    }
    Files.writeString(folder.resolve("prometheus.yml"), "{}");
    Duration second = Duration.ofSeconds(1);
    try (LocalPrometheus server =
        LocalPrometheus.start(
            Tools.find(System.getenv("PATH")).orElseThrow(), folder, Duration.ofMillis(500))) {
      for (var each : series.entrySet()) {
        String of = each.getKey().getOrDefault("of", "");
        String matchers =
            "odd{is=\"%s\",of=\"%s\"}"
                .formatted(each.getKey().getOrDefault("is", ""), SeriesText.escape(of));
        SortedMap<Long, Double> expected = each.getValue();
        List<Series> found =
            server
                .api()
                .range(
                    matchers,
                    START,
                    START.plusSeconds(
                        Math.min(10_000, expected.lastKey() - START.getEpochSecond())),
                    second);
        assertThat(found).as(matchers).hasSize(1);
        SortedMap<Long, Double> read = new TreeMap<>();
        for (int i = 0; i < found.getFirst().size(); i++) {
          read.put(found.getFirst().second(i), found.getFirst().value(i));
        }
        assertThat(read).as(matchers).isEqualTo(expected.headMap(START.getEpochSecond() + 10_001));
        assertThat(
                server
                    .api()
                    .range(
                        matchers,
                        Instant.ofEpochSecond(expected.lastKey()),
                        Instant.ofEpochSecond(expected.lastKey()),
                        second))
            .as("the last of %s", matchers)
            .hasSize(1);
      }
      assertThat(server.api().range("count(odd)", START, START, second))
          .singleElement()
          .satisfies(count -> assertThat(count.value(0)).isEqualTo(series.size() - 1));
    }
  }

  private interface Draw {
    double from(SplittableRandom random);
  }

  /** A sample at the start, and then one every now and then. */
  private static SortedMap<Long, Double> series(int longest, Draw draw) {
    SplittableRandom random = new SplittableRandom(longest);
    SortedMap<Long, Double> series = new TreeMap<>();
    long at = START.getEpochSecond();
    for (int i = 0; i < SAMPLES; i++) {
      series.put(at, draw.from(random));
      at += 1 + random.nextInt(longest);
    }
    return series;
  }

  private static SortedMap<String, String> labels(String of, String is) {
    return new TreeMap<>(Map.of("__name__", "odd", "of", of, "is", is));
  }
}
