package io.mailprobe.app.metrics;

import io.mailprobe.prober.Route;
import io.mailprobe.protocol.AgeBounds;
import io.mailprobe.protocol.stamp.ProbeId;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The newest probe of each latency bucket, by which a point on a graph leads to its evidence. */
final class LatencyExemplars {

  private final Map<List<String>, Map<Integer, Exemplar>> newest = new ConcurrentHashMap<>();

  void arrived(Route route, ProbeId probe, Duration latency, Instant arrived) {
    newest
        .computeIfAbsent(key(route), _ -> new ConcurrentHashMap<>())
        .put(
            AgeBounds.firstAtLeast(latency),
            new Exemplar(
                Families.seconds(latency),
                Labels.of("probe_id", probe.toString()),
                arrived.toEpochMilli()));
  }

  Exemplars of(Route route) {
    return Exemplars.of(newest.getOrDefault(key(route), Map.of()).values());
  }

  private static List<String> key(Route route) {
    return List.of(RouteLabels.of(route));
  }
}
