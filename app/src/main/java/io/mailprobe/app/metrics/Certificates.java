package io.mailprobe.app.metrics;

import io.mailprobe.prober.Route;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When certificates expire. The receiver's belongs to no route, so it carries no route's labels.
 */
final class Certificates implements Collector {

  private final Map<Labels, Instant> ends = new ConcurrentHashMap<>();

  void receiver(Instant notAfter) {
    ends.put(Labels.of("usage", "receiver"), notAfter);
  }

  void frontEnd(Route route, Instant notAfter) {
    ends.put(
        Labels.of(Families.labels(Metric.CERTIFICATE_NOT_AFTER), RouteLabels.of(route, "frontend")),
        notAfter);
  }

  @Override
  public MetricSnapshot collect() {
    return new GaugeSnapshot(
        Families.metadata(Metric.CERTIFICATE_NOT_AFTER),
        ends.entrySet().stream()
            .map(
                entry ->
                    GaugeDataPointSnapshot.builder()
                        .labels(entry.getKey())
                        .value((double) entry.getValue().getEpochSecond())
                        .build())
            .toList());
  }
}
