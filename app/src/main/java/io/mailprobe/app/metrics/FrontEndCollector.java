package io.mailprobe.app.metrics;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.canary.CanaryView;
import io.mailprobe.prober.canary.FrontEndView;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The series of the front ends that canaries visit, made at each scrape of what is listed then.
 * Servers choose their names: of each canary only so many are shown over time, and only of front
 * ends that do not go along.
 */
final class FrontEndCollector implements MultiCollector {

  static final int MOST_NAMES = 500;
  static final int MOST_FORESTS = 50;

  private static final String NONE = "none";
  private static final String OTHER = "other";

  private final Blame blame;
  private final KnownLabels known = new KnownLabels();
  private final List<Supplier<List<CanaryView>>> canaries = new CopyOnWriteArrayList<>();
  private final Map<List<String>, BoundedSet<String>> names = new ConcurrentHashMap<>();
  private final Map<List<String>, BoundedSet<String>> forests = new ConcurrentHashMap<>();

  FrontEndCollector(Blame blame) {
    this.blame = blame;
  }

  void watch(Supplier<List<CanaryView>> views) {
    canaries.add(views);
  }

  @Override
  public MetricSnapshots collect() {
    Points points = new Points();
    canaries.stream().flatMap(views -> views.get().stream()).forEach(points::add);
    return MetricSnapshots.of(
        new GaugeSnapshot(Families.metadata(Metric.CANARY_FRONT_ENDS), points.counts),
        new GaugeSnapshot(Families.metadata(Metric.CANARY_REFUSING), points.refusing),
        new GaugeSnapshot(Families.metadata(Metric.CANARY_PHASE), points.phases),
        new InfoSnapshot(Families.metadata(Metric.CANARY_FRONT_END_INFO), points.infos));
  }

  private String forest(Canary canary, FrontEndView frontEnd) {
    return frontEnd
        .forest()
        .map(forest -> bounded(forests, canary, forest, MOST_FORESTS))
        .orElse(NONE);
  }

  private String name(Canary canary, FrontEndView frontEnd, Outcome outcome) {
    return outcome == Outcome.ACCEPTED ? NONE : bounded(names, canary, frontEnd.name(), MOST_NAMES);
  }

  private static String bounded(
      Map<List<String>, BoundedSet<String>> seen, Canary canary, String value, int most) {
    return seen.computeIfAbsent(List.of(RouteLabels.of(canary)), _ -> new BoundedSet<>(most))
            .admits(value)
        ? value
        : OTHER;
  }

  /** What is exported of one scrape. */
  private final class Points {
    private final List<GaugeDataPointSnapshot> counts = new ArrayList<>();
    private final List<GaugeDataPointSnapshot> refusing = new ArrayList<>();
    private final List<GaugeDataPointSnapshot> phases = new ArrayList<>();
    private final List<InfoDataPointSnapshot> infos = new ArrayList<>();

    void add(CanaryView view) {
      Canary canary = view.canary();
      Map<String, Tally> byForest = new TreeMap<>();
      byForest.put(NONE, new Tally());
      for (FrontEndView frontEnd : view.frontEnds()) {
        if (frontEnd.listed() && frontEnd.latest().isPresent()) {
          SessionReport session = frontEnd.latest().get();
          String forest = forest(canary, frontEnd);
          byForest
              .computeIfAbsent(forest, _ -> new Tally())
              .add(session.outcome(), blame.isTurnedAway(canary.path(), session));
          add(canary, frontEnd, session, forest);
        }
      }
      byForest.forEach((forest, tally) -> add(canary, forest, tally));
    }

    private void add(Canary canary, FrontEndView frontEnd, SessionReport session, String forest) {
      Outcome outcome = session.outcome();
      infos.add(
          InfoDataPointSnapshot.builder()
              .labels(
                  labels(
                      Metric.CANARY_FRONT_END_INFO,
                      canary,
                      frontEnd.endpoint(),
                      name(canary, frontEnd, outcome),
                      forest,
                      outcome.label()))
              .build());
      for (PhaseTiming timing : session.phases()) {
        phases.add(
            gauge(
                Families.seconds(timing.duration()),
                labels(Metric.CANARY_PHASE, canary, frontEnd.endpoint(), timing.phase().label())));
      }
    }

    private void add(Canary canary, String forest, Tally tally) {
      refusing.add(gauge(tally.refusing, labels(Metric.CANARY_REFUSING, canary, forest)));
      for (Outcome outcome : Outcome.values()) {
        counts.add(
            gauge(
                tally.outcomes.getOrDefault(outcome, 0),
                labels(Metric.CANARY_FRONT_ENDS, canary, forest, outcome.label())));
      }
    }

    private static GaugeDataPointSnapshot gauge(double value, Labels labels) {
      return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private Labels labels(Metric metric, Canary canary, String... own) {
      return known.of(metric, RouteLabels.of(canary, own));
    }
  }

  /** The front ends of one forest. */
  private static final class Tally {
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private int refusing;

    void add(Outcome outcome, boolean turnedAway) {
      outcomes.merge(outcome, 1, Integer::sum);
      refusing += turnedAway ? 1 : 0;
    }
  }
}
