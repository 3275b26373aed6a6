package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Json.list;
import static io.mailprobe.app.monitoring.dashboard.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all of Mailprobe's dashboards share: variables, annotations, links. */
final class Frame {

  private static final Map<String, @Nullable Object> DATA_SOURCE =
      object("type", "prometheus", "uid", "${datasource}");

  private Frame() {}

  /** The variables of a dashboard that has these beside the common ones. */
  static List<Object> variables(List<Object> own) {
    List<Object> all =
        new ArrayList<>(
            list(
                object(
                    "type",
                    "datasource",
                    "name",
                    "datasource",
                    "label",
                    "Data source",
                    "query",
                    "prometheus",
                    "refresh",
                    1,
                    "hide",
                    0,
                    "current",
                    object("text", "Prometheus", "value", "mailprobe-prometheus")),
                labelValues("region", "Region", "mailprobe_route_info", "region"),
                labelValues(
                    "route",
                    "Route",
                    "mailprobe_route_info{region=~\"$region\",path!=\"control\"}",
                    "route"),
                choice("quantile", "Quantile", "0.99", "0.5 : 0.5", "0.9 : 0.9", "0.99 : 0.99")));
    all.addAll(own);
    all.add(
        choice(
            "page",
            "Probe page of",
            "amer",
            "amer : http://localhost:8081",
            "emea : http://localhost:8082",
            "apac : http://localhost:8083"));
    return all;
  }

  static List<Object> annotations() {
    return list(
        object(
            "builtIn",
            1,
            "datasource",
            object("type", "grafana", "uid", "-- Grafana --"),
            "enable",
            true,
            "hide",
            true,
            "iconColor",
            "rgba(0, 211, 255, 1)",
            "name",
            "Annotations & Alerts",
            "type",
            "dashboard"),
        annotation(
            "Alerts firing",
            "red",
            Queries.firing("critical|warning|info", Queries.REGION_IF_ANY),
            "{{alertname}}",
            "{{region}} {{route}} {{instance}}"),
        annotation(
            "Microsoft's service health",
            "purple",
            "max by (issue_id, feature, status) (mailprobe_service_health_issue) == 1",
            "{{issue_id}} {{status}}",
            "{{feature}}"),
        annotation(
            "Restarts",
            "blue",
            "changes(process_start_time_seconds{job=\"mailprobe\"}[1m]) > 0",
            "restart",
            "{{instance}}"));
  }

  static List<Object> links() {
    return list(
        object(
            "type",
            "dashboards",
            "title",
            "Mailprobe",
            "tags",
            list("mailprobe"),
            "asDropdown",
            true,
            "includeVars",
            true,
            "keepTime",
            true),
        object(
            "type",
            "link",
            "title",
            "Mailprobe's own page",
            "url",
            "${page}/",
            "icon",
            "external link",
            "targetBlank",
            true));
  }

  /** The values of a label to choose from, one, several or all. */
  static Map<String, @Nullable Object> labelValues(
      String name, String title, String series, String label) {
    String query = "label_values(" + series + ", " + label + ")";
    return object(
        "type",
        "query",
        "name",
        name,
        "label",
        title,
        "datasource",
        DATA_SOURCE,
        "definition",
        query,
        "query",
        object("query", query, "refId", name),
        "refresh",
        2,
        "sort",
        1,
        "multi",
        true,
        "includeAll",
        true,
        "allValue",
        ".+",
        "current",
        object("selected", true, "text", list("All"), "value", list("$__all")));
  }

  /** A list to choose from, each entry {@code text : value}. */
  private static Map<String, @Nullable Object> choice(
      String name, String label, String chosen, String... entries) {
    List<Object> options = new ArrayList<>();
    Map<String, @Nullable Object> current = object();
    for (String entry : entries) {
      String text = entry.substring(0, entry.indexOf(" : "));
      String value = entry.substring(entry.indexOf(" : ") + 3);
      Map<String, @Nullable Object> option =
          object("selected", text.equals(chosen), "text", text, "value", value);
      options.add(option);
      if (text.equals(chosen)) {
        current = option;
      }
    }
    return object(
        "type",
        "custom",
        "name",
        name,
        "label",
        label,
        "query",
        String.join(", ", entries),
        "multi",
        false,
        "includeAll",
        false,
        "options",
        options,
        "current",
        current);
  }

  private static Map<String, @Nullable Object> annotation(
      String name, String colour, String expression, String title, String text) {
    return object(
        "name",
        name,
        "datasource",
        DATA_SOURCE,
        "enable",
        true,
        "hide",
        false,
        "iconColor",
        colour,
        "expr",
        expression,
        "step",
        "30s",
        "titleFormat",
        title,
        "textFormat",
        text,
        "useValueForTime",
        false);
  }
}
