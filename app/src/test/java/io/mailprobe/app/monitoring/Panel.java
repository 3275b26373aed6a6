package io.mailprobe.app.monitoring;

import static io.mailprobe.app.monitoring.Json.list;
import static io.mailprobe.app.monitoring.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One panel of a Grafana dashboard, in the classic JSON model. What every panel has in common is
 * here; the kinds differ in {@code options} and {@code custom}.
 */
final class Panel {

  private static final Map<String, @Nullable Object> DATA_SOURCE =
      object("type", "prometheus", "uid", "${datasource}");
  private static final Map<String, @Nullable Object> TOOLTIP =
      object("mode", "multi", "sort", "desc");

  private final String type;
  private final String title;
  private final String description;
  private final List<Map<String, @Nullable Object>> queries = new ArrayList<>();
  private final Map<String, @Nullable Object> defaults = object();
  private final List<Object> overrides = new ArrayList<>();
  private final List<Object> transformations = new ArrayList<>();
  private Map<String, @Nullable Object> options = object();
  private Map<String, @Nullable Object> custom = object();

  private Panel(String type, String title, String description) {
    this.type = type;
    this.title = title;
    this.description = description;
    defaults.put("color", object("mode", "palette-classic"));
    defaults.put("min", 0);
  }

  /** Lines over time. */
  static Panel lines(String title, String description) {
    Panel panel = new Panel("timeseries", title, description);
    panel.custom =
        object(
            "drawStyle",
            "line",
            "lineWidth",
            2,
            "fillOpacity",
            0,
            "showPoints",
            "never",
            "spanNulls",
            false);
    panel.options =
        object(
            "legend",
            object(
                "displayMode",
                "table",
                "placement",
                "bottom",
                "showLegend",
                true,
                "calcs",
                list("lastNotNull", "max")),
            "tooltip",
            TOOLTIP);
    return panel;
  }

  /** Stacked bars over time, for what is counted. */
  static Panel bars(String title, String description) {
    Panel panel = lines(title, description);
    panel.custom =
        object(
            "drawStyle",
            "bars",
            "fillOpacity",
            80,
            "lineWidth",
            0,
            "stacking",
            object("mode", "normal", "group", "A"));
    return panel;
  }

  /** One number. */
  static Panel number(String title, String description) {
    Panel panel = new Panel("stat", title, description);
    panel.defaults.put("color", object("mode", "thresholds"));
    panel.options =
        object(
            "reduceOptions",
            object("calcs", list("lastNotNull"), "fields", "", "values", false),
            "colorMode",
            "background",
            "graphMode",
            "area",
            "textMode",
            "auto");
    return panel;
  }

  /** A lane for each series, coloured and worded by its value. */
  static Panel lanes(String title, String description) {
    Panel panel = new Panel("state-timeline", title, description);
    panel.defaults.put("color", object("mode", "thresholds"));
    panel.custom = object("fillOpacity", 80, "lineWidth", 0);
    panel.options =
        object(
            "mergeValues",
            true,
            "showValue",
            "auto",
            "rowHeight",
            0.85,
            "alignValue",
            "left",
            "legend",
            object("displayMode", "list", "placement", "bottom", "showLegend", false),
            "tooltip",
            object("mode", "single"));
    return panel;
  }

  /** A histogram's buckets over time. */
  static Panel heatmap(String title, String description) {
    Panel panel = new Panel("heatmap", title, description);
    panel.options =
        object(
            "calculate",
            false,
            "cellGap",
            1,
            "color",
            object(
                "mode", "scheme", "scheme", "Oranges", "steps", 64, "exponent", 0.5, "fill", "red"),
            "exemplars",
            object("color", "rgba(31,96,196,0.9)"),
            "filterValues",
            object("le", 1e-9),
            "legend",
            object("show", true),
            "rowsFrame",
            object("layout", "auto"),
            "tooltip",
            object("show", true, "yHistogram", false),
            "yAxis",
            object("axisPlacement", "left", "reverse", false, "unit", "s"));
    return panel;
  }

  /** A row for each series, of the labels and the value. */
  static Panel table(String title, String description, String value) {
    Panel panel = new Panel("table", title, description);
    panel.options = object("showHeader", true, "cellHeight", "sm", "footer", object("show", false));
    panel.transformations.add(
        object(
            "id",
            "organize",
            "options",
            object(
                "excludeByName",
                object("Time", true),
                "renameByName",
                object("Value", value, "enhanced_code", "enhanced code"))));
    panel.transformations.add(
        object(
            "id",
            "sortBy",
            "options",
            object("fields", object(), "sort", list(object("field", value, "desc", true)))));
    return panel;
  }

  /** The unit of the values, by Grafana's name for it. */
  Panel unit(String unit) {
    defaults.put("unit", unit);
    return this;
  }

  /** The value at which a scale ends. */
  Panel max(double max) {
    defaults.put("max", max);
    return this;
  }

  /** The text where there is nothing to show: why that may be, never just nothing. */
  Panel empty(String text) {
    defaults.put("noValue", text);
    return this;
  }

  /** A series for each result of this expression. */
  Panel query(String expression, String legend) {
    return add(expression, legend, "time_series", false);
  }

  /** The expression's values now; in a table a row each. */
  Panel instant(String expression, String legend) {
    return add(expression, legend, type.equals("table") ? "table" : "time_series", true);
  }

  /** The expression's buckets, with exemplars. */
  Panel buckets(String expression) {
    add(expression, "{{le}}", "heatmap", false);
    queries.getLast().put("exemplar", true);
    return this;
  }

  /** Colours from these values on; the first is the colour below all of them. */
  Panel colours(String base, Object... valuesAndColours) {
    List<Object> steps = new ArrayList<>();
    Map<String, @Nullable Object> first = object();
    first.put("color", base);
    first.put("value", null);
    steps.add(first);
    for (int i = 0; i < valuesAndColours.length; i += 2) {
      steps.add(object("color", valuesAndColours[i + 1], "value", valuesAndColours[i]));
    }
    defaults.put("thresholds", object("mode", "absolute", "steps", steps));
    return this;
  }

  /** A line at each threshold. */
  Panel drawn() {
    custom.put("thresholdsStyle", object("mode", "dashed"));
    return this;
  }

  /** The words for the values 0, 1, 2, … . */
  Panel words(String... words) {
    Map<String, @Nullable Object> mapping = object();
    for (int i = 0; i < words.length; i++) {
      mapping.put(Integer.toString(i), object("text", words[i], "index", i));
    }
    defaults.put("mappings", list(object("type", "value", "options", mapping)));
    return this;
  }

  /** Draws the series whose legend matches as a thin dashed line. */
  Panel dashed(String pattern) {
    overrides.add(
        object(
            "matcher",
            object("id", "byRegexp", "options", pattern),
            "properties",
            list(
                object(
                    "id", "custom.lineStyle", "value", object("fill", "dash", "dash", list(8, 8))),
                object("id", "custom.lineWidth", "value", 1))));
    return this;
  }

  /** Measures the series whose legend matches by a scale of their own, on the right, as numbers. */
  Panel count(String pattern) {
    overrides.add(
        object(
            "matcher",
            object("id", "byRegexp", "options", pattern),
            "properties",
            list(
                object("id", "unit", "value", "none"),
                object("id", "custom.axisPlacement", "value", "right"))));
    return this;
  }

  /** A link from each value. */
  Panel link(String title, String url) {
    defaults.put("links", list(object("title", title, "url", url, "targetBlank", true)));
    return this;
  }

  Map<String, @Nullable Object> json(int id, int x, int y, int width, int height) {
    if (!custom.isEmpty()) {
      defaults.put("custom", custom);
    }
    Map<String, @Nullable Object> json =
        object(
            "id",
            id,
            "type",
            type,
            "title",
            title,
            "description",
            description,
            "gridPos",
            object("x", x, "y", y, "w", width, "h", height),
            "datasource",
            DATA_SOURCE);
    json.put("targets", queries);
    json.put("fieldConfig", object("defaults", defaults, "overrides", overrides));
    json.put("options", options);
    if (!transformations.isEmpty()) {
      json.put("transformations", transformations);
    }
    return json;
  }

  private Panel add(String expression, String legend, String format, boolean instant) {
    queries.add(
        object(
            "refId",
            String.valueOf((char) ('A' + queries.size())),
            "datasource",
            DATA_SOURCE,
            "expr",
            expression,
            "legendFormat",
            legend,
            "format",
            format,
            "instant",
            instant,
            "range",
            !instant));
    return this;
  }
}
