package io.mailprobe.app.metrics;

import io.mailprobe.prober.Route;
import io.mailprobe.prober.submit.ClientCertificate;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * When certificates expire. The receiver's belongs to no route, so it carries no route's labels.
 * Our own are looked at anew each time, since they are replaced while we run.
 */
final class Certificates implements Collector {

  private final Map<Labels, Supplier<Optional<Instant>>> ends = new ConcurrentHashMap<>();

  void receiver(Supplier<Instant> notAfter) {
    ends.put(Labels.of("usage", "receiver"), () -> Optional.of(notAfter.get()));
  }

  void frontEnd(Route route, Instant notAfter) {
    ends.put(labels(route, "frontend"), () -> Optional.of(notAfter));
  }

  void client(Route route, ClientCertificate certificate) {
    ends.put(labels(route, "client"), () -> end(certificate));
  }

  private static Labels labels(Route route, String usage) {
    return Labels.of(Families.labels(Metric.CERTIFICATE_NOT_AFTER), RouteLabels.of(route, usage));
  }

  /** Of one that cannot be read nothing is said here: the route's sessions fail and say why. */
  private static Optional<Instant> end(ClientCertificate certificate) {
    try {
      return Optional.of(certificate.current().certificate().getNotAfter().toInstant());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public MetricSnapshot collect() {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    ends.forEach(
        (labels, read) ->
            read.get()
                .map(end -> (double) end.getEpochSecond())
                .map(end -> GaugeDataPointSnapshot.builder().labels(labels).value(end).build())
                .ifPresent(points::add));
    return new GaugeSnapshot(Families.metadata(Metric.CERTIFICATE_NOT_AFTER), points);
  }
}
