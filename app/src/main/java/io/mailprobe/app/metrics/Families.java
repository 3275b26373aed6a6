package io.mailprobe.app.metrics;

import io.mailprobe.protocol.AgeBounds;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Makes the Prometheus client's meters of the catalogue's entries. */
final class Families {

  /** For what takes milliseconds where all is well and half a minute where it is not. */
  static final double[] SHORT = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120
  };

  /** The one list of bounds that latencies, ages and deadlines share. */
  static final double[] AGES = AgeBounds.ALL.stream().mapToDouble(Families::seconds).toArray();

  /** For stages of a message's way: milliseconds in our receiver, hours in a queue. */
  static final double[] STAGES = {
    0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 14_400, 86_400
  };

  /** Four buckets a doubling: what is read off them is at most a tenth too long or too short. */
  private static final int NATIVE_SCHEMA = 2;

  private static final int MOST_NATIVE_BUCKETS = 100;

  private static final Map<Metric, MetricMetadata> METADATA = new ConcurrentHashMap<>();

  private final PrometheusRegistry registry;
  private final Histograms histograms;

  Families(PrometheusRegistry registry, Histograms histograms) {
    this.registry = registry;
    this.histograms = histograms;
  }

  Counter counter(Metric metric) {
    return Counter.builder()
        .name(metric.id())
        .help(metric.help())
        .labelNames(labels(metric))
        .withoutExemplars()
        .register(registry);
  }

  /** Counters that are many. */
  Tallies tallies(Metric metric) {
    return Tallies.register(metric, registry);
  }

  Gauge gauge(Metric metric) {
    return Gauge.builder()
        .name(metric.id())
        .help(metric.help())
        .labelNames(labels(metric))
        .withoutExemplars()
        .register(registry);
  }

  Histogram histogram(Metric metric, double[] bounds) {
    Histogram.Builder made =
        Histogram.builder()
            .name(metric.id())
            .help(metric.help())
            .labelNames(labels(metric))
            .unit(Unit.SECONDS)
            .classicUpperBounds(bounds)
            .withoutExemplars();
    switch (histograms) {
      case CLASSIC -> made.classicOnly();
      case CLASSIC_AND_NATIVE ->
          made.nativeInitialSchema(NATIVE_SCHEMA)
              .nativeMaxNumberOfBuckets(MOST_NATIVE_BUCKETS)
              .nativeMinZeroThreshold(bounds[0] / 10)
              .nativeMaxZeroThreshold(bounds[0])
              .nativeResetDuration(24, TimeUnit.HOURS);
    }
    return made.register(registry);
  }

  /** The description of a family whose numbers are made at each scrape. */
  static MetricMetadata metadata(Metric metric) {
    return METADATA.computeIfAbsent(metric, Families::described);
  }

  private static MetricMetadata described(Metric metric) {
    String name =
        switch (metric.kind()) {
          case COUNTER -> metric.id().substring(0, metric.id().length() - "_total".length());
          case INFO -> metric.id().substring(0, metric.id().length() - "_info".length());
          case GAUGE, HISTOGRAM -> metric.id();
        };
    return metric.inSeconds()
        ? new MetricMetadata(name, metric.help(), Unit.SECONDS)
        : new MetricMetadata(name, metric.help());
  }

  static String[] labels(Metric metric) {
    return metric.labels().toArray(String[]::new);
  }

  static double seconds(Duration duration) {
    return duration.toSeconds() + duration.toNanosPart() / 1e9;
  }
}
