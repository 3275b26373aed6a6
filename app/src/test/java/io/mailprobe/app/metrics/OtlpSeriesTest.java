package io.mailprobe.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.metrics.otlp.Collector;
import io.mailprobe.app.metrics.otlp.OtlpPush;
import io.mailprobe.app.metrics.otlp.OtlpSettings;
import io.mailprobe.app.scene.EventFan;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.app.status.ProbeListener;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is pushed by OTLP is what is scraped: each series, with its labels and its value. */
@Timeout(60)
class OtlpSeriesTest {

  private static final Route AMER = Routes.outbound("amer");
  private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");

  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();

  @Test
  void aPushHasEachSeriesOfAScrape() throws Exception {
    CountDownLatch arrival = new CountDownLatch(1);
    try (Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME);
        StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
        Collector collector = new Collector();
        OtlpPush push = metrics.push(settings(collector), new TimeAndChance(time, time, () -> 0))) {
      ProberEvents events =
          new EventFan(List.of(metrics.prober(List.of(AMER), List.of("local")), board.events()));
      try (Scene scene = new Scene(folder, List.of(AMER), time, events)) {
        metrics.watch(scene.ledger());
        metrics.watchStore("ledger", () -> StoreState.of(scene.ledger()));
        metrics.receiver();
        board.watch(scene.ledger());
        board.listenToProbes(metrics.probes());
        board.listenToProbes(
            new ProbeListener() {
              @Override
              public void arrived(ProbeHistory probe) {
                arrival.countDown();
              }
            });
        board.start();
        ProbeId probe = happen(scene);
        assertThat(arrival.await(20, TimeUnit.SECONDS)).isTrue();

        push.start();
        time.advance(Duration.ZERO);
        Collector.Push pushed =
            Optional.ofNullable(collector.pushes().poll(20, TimeUnit.SECONDS)).orElseThrow();
        List<Metric> families = families(pushed.request());
        Map<String, Double> scraped = scraped(metrics);
        Map<String, Double> received = received(families);
        scraped.keySet().removeIf(OtlpSeriesTest::comesByItself);
        received.keySet().removeIf(OtlpSeriesTest::comesByItself);
        assertThat(received.keySet()).isEqualTo(scraped.keySet());
        scraped.keySet().removeIf(OtlpSeriesTest::movesByItself);
        received.keySet().removeIf(OtlpSeriesTest::movesByItself);
        assertThat(received).isEqualTo(scraped);
        assertThat(received).hasSizeGreaterThan(200);
        assertThat(exemplars(families)).containsExactly(probe.toString());
        assertThat(families)
            .filteredOn(each -> each.getName().equals("mailprobe_end_to_end_latency_seconds"))
            .singleElement()
            .satisfies(
                each -> {
                  assertThat(each.getUnit()).isEqualTo("s");
                  assertThat(each.getDescription())
                      .isEqualTo(io.mailprobe.app.metrics.Metric.END_TO_END_LATENCY.help());
                  assertThat(each.getHistogram().getAggregationTemporality())
                      .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
                });
      }
    }
  }

  private static OtlpSettings settings(Collector collector) {
    return new OtlpSettings(collector.url(), Map.of(), Duration.ofMinutes(1), List.of(), Map.of());
  }

  /** One probe is deferred, retried, taken and arrives; one is reported on; one is under way. */
  private ProbeId happen(Scene scene) throws IOException {
    ProbeId probe = scene.tick(AMER);
    scene.ended(
        probe,
        Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
        Duration.ofSeconds(15));
    time.advance(Duration.ofSeconds(15));
    scene.retry(probe);
    scene.ended(probe, Sessions.accepted(time.wall()), Duration.ZERO);
    time.advance(Duration.ofMillis(4_250));
    scene.sweep();
    scene.reported(scene.accepted(AMER), Action.DELAYED);
    scene.tick(AMER);
    scene.arrived(probe);
    time.advance(Duration.ofSeconds(7));
    scene.sweep();
    return probe;
  }

  /** The kinds of collections that there were, of which another may be had between the two. */
  private static boolean comesByItself(String series) {
    return series.startsWith("jvm_gc_");
  }

  /** What a push itself changes, and what the JVM measures anew each time. */
  private static boolean movesByItself(String series) {
    return series.startsWith("mailprobe_otlp_pushes_total")
        || series.startsWith("mailprobe_store_size_bytes")
        || !series.startsWith("mailprobe_");
  }

  private static Map<String, Double> scraped(Metrics metrics) {
    Map<String, Double> all = new TreeMap<>();
    new String(metrics.scrape("text/plain").body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              Matcher matcher = LINE.matcher(line);
              assertThat(matcher.matches()).as(line).isTrue();
              String labels = Optional.ofNullable(matcher.group(2)).orElse("");
              all.put(
                  matcher.group(1)
                      + Stream.of(labels.split(",(?=[a-z_]+=\")"))
                          .sorted()
                          .collect(Collectors.toList()),
                  number(matcher.group(3)));
            });
    return all;
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static List<Metric> families(ExportMetricsServiceRequest request) {
    assertThat(request.getResourceMetricsList()).hasSize(1);
    return request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
  }

  private static Map<String, Double> received(List<Metric> families) {
    Map<String, Double> all = new TreeMap<>();
    for (Metric family : families) {
      String name = family.getName();
      switch (family.getDataCase()) {
        case GAUGE -> family.getGauge().getDataPointsList().forEach(point -> put(all, name, point));
        case SUM -> family.getSum().getDataPointsList().forEach(point -> put(all, name, point));
        case HISTOGRAM ->
            family.getHistogram().getDataPointsList().forEach(point -> put(all, name, point));
        case SUMMARY ->
            family.getSummary().getDataPointsList().forEach(point -> put(all, name, point));
        case EXPONENTIAL_HISTOGRAM, DATA_NOT_SET -> throw new AssertionError("no data: " + family);
      }
    }
    return all;
  }

  private static void put(Map<String, Double> all, String name, NumberDataPoint point) {
    all.put(series(name, point.getAttributesList()), point.getAsDouble());
  }

  private static void put(Map<String, Double> all, String name, HistogramDataPoint point) {
    List<KeyValue> labels = point.getAttributesList();
    assertThat(point.getBucketCountsCount()).isEqualTo(point.getExplicitBoundsCount() + 1);
    double within = 0;
    for (int i = 0; i < point.getBucketCountsCount(); i++) {
      within += point.getBucketCounts(i);
      String bound =
          i < point.getExplicitBoundsCount() ? Double.toString(point.getExplicitBounds(i)) : "+Inf";
      all.put(series(name + "_bucket", labels, "le=\"" + bound + "\""), within);
    }
    all.put(series(name + "_count", labels), (double) point.getCount());
    all.put(series(name + "_sum", labels), point.getSum());
  }

  private static void put(Map<String, Double> all, String name, SummaryDataPoint point) {
    point
        .getQuantileValuesList()
        .forEach(
            quantile ->
                all.put(
                    series(
                        name,
                        point.getAttributesList(),
                        "quantile=\"" + quantile.getQuantile() + "\""),
                    quantile.getValue()));
    all.put(series(name + "_count", point.getAttributesList()), (double) point.getCount());
    all.put(series(name + "_sum", point.getAttributesList()), point.getSum());
  }

  private static String series(String name, List<KeyValue> labels, String... more) {
    List<String> all =
        Stream.concat(
                labels.stream()
                    .map(
                        label ->
                            label.getKey()
                                + "=\""
                                + label
                                    .getValue()
                                    .getStringValue()
                                    .replace("\\", "\\\\")
                                    .replace("\"", "\\\"")
                                + "\""),
                Stream.of(more))
            .sorted()
            .toList();
    return name + (all.isEmpty() ? List.of("") : all);
  }

  private static List<String> exemplars(List<Metric> families) {
    return families.stream()
        .flatMap(family -> family.getHistogram().getDataPointsList().stream())
        .flatMap(point -> point.getExemplarsList().stream())
        .map(exemplar -> exemplar.getFilteredAttributes(0).getValue().getStringValue())
        .toList();
  }
}
