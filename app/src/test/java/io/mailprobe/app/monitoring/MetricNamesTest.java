package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.metrics.Metric;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules and dashboards name only metrics and labels that the program exports. */
class MetricNamesTest {

  /** Of every Prometheus or client library; with the labels that the scrape configuration gives. */
  private static final Set<String> FOREIGN =
      Set.of(
          "up",
          "ALERTS",
          "scrape_duration_seconds",
          "process_start_time_seconds",
          "process_cpu_usage",
          "process_files_open_files",
          "jvm_memory_used_bytes",
          "jvm_memory_max_bytes",
          "jvm_threads_live_threads");

  /** What neither a rule nor a panel asks for, and why it is exported all the same. */
  private static final Map<Metric, String> DIAGNOSTIC =
      Map.of(Metric.OTLP_PUSHES, "only where metrics are pushed, and they are looked at there");

  private static final Set<String> TARGET_LABELS = Set.of("job", "instance", "role", "region");

  private static final Pattern NAME =
      Pattern.compile(
          "(?<![\\w:$\"./-])((?:[a-z_]+:)?mailprobe_[\\w:]+|up|ALERTS|scrape_\\w+|process_\\w+|jvm_\\w+)"
              + "(?![\\w:])(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\\\\?\"");
  private static final Pattern GROUPING =
      Pattern.compile("(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");

  private final Map<String, Set<String>> exported = exported();

  @Test
  void everyMetricNamedExistsAndHasTheLabelsThatAreAskedOf() {
    List<String> expressions = expressions();
    assertThat(expressions).hasSizeGreaterThan(40);
    Set<String> used = new HashSet<>();
    for (String expression : expressions) {
      Matcher name = NAME.matcher(expression);
      while (name.find()) {
        String metric = name.group(1);
        used.add(metric);
        assertThat(exported).as("metrics, for %s", expression).containsKey(metric);
        Matcher label = LABEL.matcher(name.group(2) == null ? "" : name.group(2));
        while (label.find()) {
          assertThat(exported.getOrDefault(metric, Set.of()))
              .as("labels of %s in %s", metric, expression)
              .contains(label.group(1));
        }
      }
    }
    assertThat(used)
        .contains("mailprobe_sessions_total", "mailprobe_smtp_replies_total", "ALERTS")
        .containsAll(RuleFile.recorded());
  }

  @Test
  void everyMetricIsAskedForOrSaysWhyNot() {
    Set<String> asked = new HashSet<>();
    for (String expression : expressions()) {
      NAME.matcher(expression).results().forEach(name -> asked.add(name.group(1)));
    }
    Set<Metric> unasked = EnumSet.allOf(Metric.class);
    unasked.removeIf(
        metric ->
            Stream.of("", "_bucket", "_sum", "_count")
                .anyMatch(suffix -> asked.contains(metric.id() + suffix)));
    assertThat(unasked).isEqualTo(DIAGNOSTIC.keySet());
  }

  @Test
  void everyGroupingIsByLabelsThatExist() {
    Set<String> labels = new HashSet<>();
    exported.values().forEach(labels::addAll);
    labels.add("age");
    for (String expression : expressions()) {
      Matcher grouping = GROUPING.matcher(expression);
      while (grouping.find()) {
        assertThat(labels)
            .as(expression)
            .containsAll(List.of(grouping.group(1).trim().split("\\s*,\\s*", -1)));
      }
    }
  }

  private static Map<String, Set<String>> exported() {
    Map<String, Set<String>> all = new HashMap<>();
    for (Metric metric : Metric.values()) {
      Set<String> labels = new HashSet<>(TARGET_LABELS);
      labels.addAll(metric.labels());
      switch (metric.kind()) {
        case COUNTER, GAUGE, INFO -> all.put(metric.id(), labels);
        case HISTOGRAM -> {
          all.put(metric.id() + "_count", labels);
          all.put(metric.id() + "_sum", labels);
          Set<String> bucket = new HashSet<>(labels);
          bucket.add("le");
          all.put(metric.id() + "_bucket", bucket);
        }
      }
    }
    FOREIGN.forEach(name -> all.put(name, TARGET_LABELS));
    Set<String> ofMemory = new HashSet<>(TARGET_LABELS);
    ofMemory.add("area");
    all.put("jvm_memory_used_bytes", ofMemory);
    all.put("jvm_memory_max_bytes", ofMemory);
    all.put(
        "ALERTS", Set.of("alertname", "alertstate", "severity", "region", "route", "path", "job"));
    for (String recorded : RuleFile.recorded()) {
      Set<String> labels = new HashSet<>(Set.of("region", "route", "path"));
      if (recorded.startsWith("route_outcome:")) {
        labels.add("outcome");
      } else if (recorded.startsWith("route_forest:")) {
        labels.add("forest");
      } else if (recorded.startsWith("route_endpoint:")) {
        labels.addAll(Set.of("endpoint", "forest"));
      } else if (recorded.startsWith("route_le:")) {
        labels.add("le");
      } else if (recorded.endsWith(":censored5m")) {
        labels.add("quantile");
      }
      all.put(recorded, labels);
    }
    return all;
  }

  private static List<String> expressions() {
    List<String> all = new ArrayList<>();
    for (Yaml rule : RuleFile.rules()) {
      all.add(rule.at("expr").text());
      if (rule.has("annotations")) {
        all.add(rule.at("annotations").at("description").text());
      }
    }
    all.addAll(shownExpressions());
    return all;
  }

  private static List<String> shownExpressions() {
    List<String> all = new ArrayList<>();
    for (Shipped dashboard : Shipped.all()) {
      dashboard.queries().forEach(query -> all.add(query.expression()));
      dashboard.queryVariables().forEach(variable -> all.add(variable.at("definition").text()));
      dashboard.annotations().forEach(annotation -> all.add(annotation.at("expr").text()));
    }
    return all;
  }
}
