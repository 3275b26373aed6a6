package io.mailprobe.app.metrics;

import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.Arrived;
import io.mailprobe.protocol.trace.Leg;
import io.mailprobe.protocol.trace.Passage;
import io.mailprobe.protocol.trace.Regions;
import io.mailprobe.protocol.trace.Stage;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Measures the ways of arrivals, stage by stage. */
final class PassageMeters {

  private static final int MOST_PLACES = 100;
  private static final String OTHER = "other";

  private final Histogram stages;
  private final Counter negative;
  private final Counter places;
  private final Map<List<String>, BoundedSet<Regions>> seen = new ConcurrentHashMap<>();

  PassageMeters(Families families) {
    stages = families.histogram(Metric.HOP_LATENCY, Families.STAGES);
    negative = families.counter(Metric.NEGATIVE_HOPS);
    places = families.counter(Metric.ARRIVAL_PLACES);
  }

  void expect(Route route) {
    negative.initLabelValues(RouteLabels.of(route));
    for (Stage stage : Stage.values()) {
      stages.initLabelValues(RouteLabels.of(route, stage.label()));
    }
  }

  void arrived(Route route, Arrived arrived) {
    Passage passage = arrived.passage();
    for (Leg leg : passage.legs()) {
      if (leg.trusted()) {
        stages
            .labelValues(RouteLabels.of(route, leg.stage().label()))
            .observe(Families.seconds(leg.took()));
      }
    }
    negative.labelValues(RouteLabels.of(route)).inc(passage.negativeHops());
    count(route, Regions.of(arrived.trace(), arrived.arrival().helo()));
  }

  private void count(Route route, Regions regions) {
    boolean known =
        seen.computeIfAbsent(List.of(RouteLabels.of(route)), _ -> new BoundedSet<>(MOST_PLACES))
            .admits(regions);
    Regions shown = known ? regions : new Regions(OTHER, OTHER, OTHER);
    places
        .labelValues(RouteLabels.of(route, shown.frontEnd(), shown.mailboxForest(), shown.egress()))
        .inc();
  }
}
