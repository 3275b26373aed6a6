package io.mailprobe.app.metrics;

import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A family of a {@link MetricsHistory}: what is said of it, and its series by target. */
final class FamilyText {

  private final String head;
  private final Map<Object, List<Column>> columns = new HashMap<>();

  private FamilyText(String name, String type, Optional<String> unit, String help) {
    head =
        "# TYPE %s %s\n".formatted(name, type)
            + unit.map(each -> "# UNIT %s %s\n".formatted(name, each)).orElse("")
            + "# HELP %s %s\n".formatted(name, escape(help));
  }

  static FamilyText of(MetricSnapshot family) {
    MetricMetadata metadata = family.getMetadata();
    return new FamilyText(
        metadata.getPrometheusName(),
        SampleForm.type(family),
        Optional.ofNullable(metadata.getUnit()).map(Unit::toString),
        Optional.ofNullable(metadata.getHelp()).orElse(""));
  }

  /** What Prometheus itself adds: whether a target answered. */
  static FamilyText up(String name) {
    return new FamilyText(name, "gauge", Optional.empty(), "Whether the target answered.");
  }

  String head() {
    return head;
  }

  List<Column> columns(Object target) {
    return columns.computeIfAbsent(target, _ -> new ArrayList<>());
  }

  int size() {
    return columns.values().stream().mapToInt(List::size).sum();
  }

  static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
