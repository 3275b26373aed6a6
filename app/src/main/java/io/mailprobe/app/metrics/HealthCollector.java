package io.mailprobe.app.metrics;

import io.mailprobe.app.health.HealthReport;
import io.mailprobe.app.health.IssueStatus;
import io.mailprobe.app.health.IssueStatus.Mark;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The issues that Microsoft tells of, as they are known at each scrape. */
final class HealthCollector implements MultiCollector {

  private static final String NO_FEATURE = "unknown";

  private final Supplier<HealthReport> health;

  HealthCollector(Supplier<HealthReport> health) {
    this.health = health;
  }

  @Override
  public MetricSnapshots collect() {
    HealthReport report = health.get();
    List<IssueStatus> issues = report.issues();
    return MetricSnapshots.of(
        new GaugeSnapshot(
            Families.metadata(Metric.HEALTH_ISSUE),
            issues.stream().map(HealthCollector::goesOn).toList()),
        instants(Metric.HEALTH_FIRST_SEEN, issues, each -> Optional.of(each.firstSeen())),
        instants(Metric.HEALTH_STARTED, issues, each -> each.issue().started()),
        instants(Metric.HEALTH_FIRST_POST, issues, each -> each.issue().firstPost()),
        instants(Metric.HEALTH_LAST_POST, issues, each -> each.issue().lastPost()),
        instants(Metric.HEALTH_RESOLVED, issues, IssueStatus::resolution),
        instants(Metric.HEALTH_NOTICED, issues, each -> each.noticed().map(spell -> spell.began())),
        new GaugeSnapshot(
            Families.metadata(Metric.HEALTH_LEAD),
            issues.stream().flatMap(each -> leads(each).stream()).toList()),
        new GaugeSnapshot(
            Families.metadata(Metric.HEALTH_LAST_SUCCESS),
            List.of(
                GaugeDataPointSnapshot.builder()
                    .value(report.lastRead().map(HealthCollector::unixTime).orElse(0.0))
                    .build())));
  }

  private static GaugeDataPointSnapshot goesOn(IssueStatus each) {
    String feature = each.issue().feature();
    return point(
        Metric.HEALTH_ISSUE,
        each.issue().resolved() ? 0 : 1,
        each.issue().id(),
        feature.isEmpty() ? NO_FEATURE : feature,
        each.issue().status().label());
  }

  private static GaugeSnapshot instants(
      Metric metric, List<IssueStatus> issues, Function<IssueStatus, Optional<Instant>> when) {
    return new GaugeSnapshot(
        Families.metadata(metric),
        issues.stream()
            .flatMap(
                each ->
                    when.apply(each).stream()
                        .map(at -> point(metric, unixTime(at), each.issue().id())))
            .toList());
  }

  private static List<GaugeDataPointSnapshot> leads(IssueStatus each) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (Mark mark : Mark.values()) {
      each.lead(mark)
          .map(Families::seconds)
          .ifPresent(
              lead -> points.add(point(Metric.HEALTH_LEAD, lead, each.issue().id(), mark.label())));
    }
    return points;
  }

  private static GaugeDataPointSnapshot point(Metric metric, double value, String... labels) {
    return GaugeDataPointSnapshot.builder()
        .labels(Labels.of(Families.labels(metric), labels))
        .value(value)
        .build();
  }

  private static double unixTime(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }
}
