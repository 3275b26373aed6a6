package io.mailprobe.app.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.app.monitoring.PrometheusServer;
import io.mailprobe.app.monitoring.Tool;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.prober.Route;
import io.mailprobe.testkit.time.ManualTime;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsHistoryTest {

  private static final Instant START = Instant.parse("2026-06-02T13:00:00Z");
  private static final String AWKWARD = "a \"quoted\" back\\slash and\na line";

  @TempDir Path folder;

  @Test
  void oneScrapeIsWhatAScrapeSays() throws Exception {
    ManualTime time = new ManualTime();
    try (Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME)) {
      Route route = Routes.outbound("amer");
      var _ = metrics.prober(List.of(route), List.of("local"));
      var _ = metrics.receiver();
      MetricsHistory history = new MetricsHistory(name -> name.startsWith("mailprobe_"));
      history.target(Map.of()).scrape(metrics, START);
      String scraped =
          new String(metrics.scrape("application/openmetrics-text; version=1.0.0").body(), UTF_8);
      assertThat(samples(write(history)))
          .isEqualTo(samples(List.of(scraped.split("\n", -1))))
          .hasSizeGreaterThan(200);
    }
  }

  /** Series and values, without instants, numbers as numbers. */
  private static SortedSet<String> samples(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("mailprobe_"))
        .map(
            line -> {
              int end = line.lastIndexOf('}') + 2;
              String series =
                  end > 1 ? line.substring(0, end - 1) : line.substring(0, line.indexOf(' '));
              String rest = line.substring(series.length()).strip();
              int space = rest.indexOf(' ');
              String value = space < 0 ? rest : rest.substring(0, space);
              return sorted(series) + ' ' + Double.parseDouble(value);
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String sorted(String series) {
    int open = series.indexOf('{');
    if (open < 0) {
      return series;
    }
    return series.substring(0, open)
        + Stream.of(series.substring(open + 1, series.length() - 1).split(",(?=[a-z_]+=\")"))
            .sorted()
            .collect(Collectors.joining(","));
  }

  private List<String> write(MetricsHistory history) throws Exception {
    Path file = folder.resolve("history.txt");
    history.write(file);
    return Files.readAllLines(file);
  }

  @Test
  void valuesThatStayTakeNoRoomAndGapsStayGaps() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    Gauge gauge = Gauge.builder().name("level").labelNames("of").register(registry);
    MetricsHistory history = new MetricsHistory(_ -> true);
    MetricsHistory.Target target = history.target(Map.of("job", "test"));
    for (int i = 0; i < 6; i++) {
      gauge.labelValues("a").set(i < 4 ? 1 : 2.5);
      if (i == 2) {
        gauge.remove("b");
      } else {
        gauge.labelValues("b").set(7);
      }
      if (i == 3) {
        target.down(START.plusSeconds(15L * i));
      } else {
        target.scrape(registry.scrape(), START.plusSeconds(15L * i));
      }
    }
    long second = START.getEpochSecond();
    assertThat(write(history))
        .containsExactly(
            "# TYPE level gauge",
            "# HELP level ",
            "level{job=\"test\",of=\"a\"} 1 " + second,
            "level{job=\"test\",of=\"a\"} 1 " + (second + 15),
            "level{job=\"test\",of=\"a\"} 1 " + (second + 30),
            "level{job=\"test\",of=\"a\"} 2.5 " + (second + 60),
            "level{job=\"test\",of=\"a\"} 2.5 " + (second + 75),
            "level{job=\"test\",of=\"b\"} 7 " + second,
            "level{job=\"test\",of=\"b\"} 7 " + (second + 15),
            "level{job=\"test\",of=\"b\"} 7 " + (second + 60),
            "level{job=\"test\",of=\"b\"} 7 " + (second + 75),
            "# TYPE up gauge",
            "# HELP up Whether the target answered.",
            "up{job=\"test\"} 1 " + second,
            "up{job=\"test\"} 1 " + (second + 15),
            "up{job=\"test\"} 1 " + (second + 30),
            "up{job=\"test\"} 0 " + (second + 45),
            "up{job=\"test\"} 1 " + (second + 60),
            "up{job=\"test\"} 1 " + (second + 75),
            "# EOF");
  }

  @Test
  void scrapesComeInTheirOrder() {
    MetricsHistory.Target target = new MetricsHistory(_ -> true).target(Map.of());
    target.down(START);
    assertThatThrownBy(() -> target.down(START))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not after the one before");
  }

  /**
   * A real promtool takes the most awkward that we can say, and a real Prometheus gives it back.
   */
  @Test
  void prometheusTakesWhatIsAwkward() throws Exception {
    Tool promtool = Tool.orSkip("prometheus", "promtool");
    Tool prometheus = Tool.orSkip("prometheus", "prometheus");
    PrometheusRegistry registry = new PrometheusRegistry();
    Gauge gauge =
        Gauge.builder()
            .name("odd")
            .help("Says \"odd\"\\\nthings.")
            .labelNames("of")
            .register(registry);
    gauge.labelValues(AWKWARD).set(Double.POSITIVE_INFINITY);
    gauge.labelValues("").set(Double.NaN);
    gauge.labelValues("ü€😀").set(-0.000_001_5);
    gauge.labelValues("region").set(1e300);
    Counter counter = Counter.builder().name("seen_total").labelNames("region").register(registry);
    Histogram histogram =
        Histogram.builder()
            .name("took_seconds")
            .classicOnly()
            .classicUpperBounds(0.5, 60)
            .register(registry);
    Summary.builder().name("sum_seconds").quantile(0.5).register(registry).observe(3);
    Info.builder().name("build_info").labelNames("version").register(registry).addLabelValues("1");
    MetricsHistory history = new MetricsHistory(_ -> true);
    MetricsHistory.Target amer =
        history.target(Map.of("job", "mailprobe", "instance", "a:1", "region", "amer"));
    MetricsHistory.Target emea = history.target(Map.of("job", "mailprobe", "instance", "b:1"));
    for (int i = 0; i < 40; i++) {
      counter.labelValues("own").inc(2);
      histogram.observe(i);
      amer.scrape(registry.scrape(), START.plusSeconds(15L * i).plusMillis(250));
      emea.scrape(registry.scrape(), START.plusSeconds(15L * i));
    }
    Path file = folder.resolve("history.txt");
    history.write(file);
    assertThat(
            promtool.run(
                folder, "tsdb", "create-blocks-from", "openmetrics", file.toString(), "data"))
        .contains("BLOCK");
    Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    Instant end = START.plusSeconds(15 * 39 + 1);
    try (PrometheusServer server =
        PrometheusServer.start(prometheus, folder, Duration.ofMinutes(5))) {
      assertThat(server.instant("odd{instance=\"a:1\",of=~\"(?s)a.*\"}", end))
          .singleElement()
          .satisfies(
              series -> {
                assertThat(series.labels()).containsEntry("of", AWKWARD);
                assertThat(series.labels()).containsEntry("region", "amer");
                assertThat(series.last()).isInfinite();
              });
      assertThat(server.instant("odd{instance=\"b:1\",of=\"\"}", end).getFirst().last()).isNaN();
      assertThat(server.instant("odd{instance=\"b:1\",of=\"ü€😀\"}", end).getFirst().last())
          .isEqualTo(-0.000_001_5);
      assertThat(server.instant("seen_total{instance=\"a:1\"}", end))
          .singleElement()
          .satisfies(
              series -> {
                assertThat(series.labels()).containsEntry("region", "own");
                assertThat(series.last()).isEqualTo(80);
              });
      assertThat(
              server
                  .instant("took_seconds_bucket{instance=\"b:1\",le=\"0.5\"}", end)
                  .getFirst()
                  .last())
          .isEqualTo(1);
      assertThat(server.instant("took_seconds_count{instance=\"b:1\"}", end).getFirst().last())
          .isEqualTo(40);
      assertThat(
              server
                  .instant("sum_seconds{quantile=\"0.5\",instance=\"b:1\"}", end)
                  .getFirst()
                  .last())
          .isEqualTo(3);
      assertThat(server.instant("build_info{version=\"1\"}", end)).hasSize(2);
      assertThat(
              server
                  .range("up", START.plusSeconds(1), end, Duration.ofSeconds(15))
                  .getFirst()
                  .values())
          .hasSize(40);
    }
  }
}
