package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Json.list;
import static io.mailprobe.app.monitoring.dashboard.Json.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  private final List<Column> columns = new ArrayList<>();
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
            object(
                "displayMode", "list", "placement", "bottom", "showLegend", false, "calcs", list()),
            "tooltip",
            object("mode", "single", "sort", "none"));
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
                "mode",
                "scheme",
                "scheme",
                "Oranges",
                "steps",
                64,
                "exponent",
                0.5,
                "fill",
                "red",
                "reverse",
                false),
            "exemplars",
            object("color", "rgba(31,96,196,0.9)"),
            "filterValues",
            object("le", 1e-9),
            "legend",
            object("show", true),
            "rowsFrame",
            object("layout", "auto"),
            "tooltip",
            object("mode", "single", "show", true, "yHistogram", false),
            "showValue",
            "never",
            "yAxis",
            object("axisPlacement", "left", "reverse", false, "unit", "s"));
    return panel;
  }

  /** A bar for each series, as long as its value now. */
  static Panel gauges(String title, String description) {
    Panel panel = new Panel("bargauge", title, description);
    panel.defaults.put("color", object("mode", "thresholds"));
    panel.options =
        object(
            "reduceOptions",
            object("calcs", list("lastNotNull"), "fields", "", "values", false),
            "orientation",
            "horizontal",
            "displayMode",
            "basic",
            "showUnfilled",
            true);
    return panel;
  }

  /** A row for each combination of labels, with a column for each of {@link #column}. */
  static Panel table(String title, String description) {
    Panel panel = new Panel("table", title, description);
    panel.defaults.put("color", object("mode", "fixed", "fixedColor", "text"));
    // Grafana 12 brings the columns' settings up to date only where there are some for all.
    panel.custom = object("align", "auto");
    panel.options = object("showHeader", true, "footer", object("show", false));
    panel.overrides.add(
        object(
            "matcher",
            object("id", "byRegexp", "options", ".*"),
            "properties",
            list(object("id", "noValue", "value", "–"))));
    return panel;
  }

  /** Words, as Markdown. */
  static Panel text(String title, String description, String markdown) {
    Panel panel = new Panel("text", title, description);
    panel.options = object("mode", "markdown", "content", markdown);
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

  /** The expression's values now. */
  Panel instant(String expression, String legend) {
    return add(expression, legend, "time_series", true);
  }

  /** A label as a column; labels stand before values, in the order in which they are given. */
  Panel label(Column column) {
    columns.add(column);
    overrides.add(column.override());
    return this;
  }

  /** The values now of an expression that has these labels. */
  Panel column(Column column) {
    columns.add(column);
    overrides.add(column.override());
    return add(column.source, "", "table", true);
  }

  /** The highest, or the lowest, of a column first; after all columns. */
  Panel sorted(String column, boolean descending) {
    transformations.addFirst(
        object(
            "id",
            "sortBy",
            "options",
            object("fields", object(), "sort", list(object("field", column, "desc", descending)))));
    return this;
  }

  /** The expression's buckets, with exemplars. */
  Panel buckets(String expression) {
    add(expression, "{{le}}", "heatmap", false);
    queries.getLast().put("exemplar", true);
    return this;
  }

  /** Colours from values on. */
  Panel colours(Steps steps) {
    defaults.put("thresholds", steps.json());
    return this;
  }

  /** A line at each threshold. */
  Panel drawn() {
    custom.put("thresholdsStyle", object("mode", "dashed"));
    return this;
  }

  /** Values as words. */
  Panel words(Wording wording) {
    defaults.put("mappings", wording.mappings());
    defaults.put("max", wording.words().size() - 1);
    return unit("none");
  }

  /** Values below zero mean something, too. */
  Panel signed() {
    defaults.remove("min");
    return this;
  }

  /** Areas on top of each other, for parts of a whole. */
  Panel stacked() {
    custom.put("fillOpacity", 40);
    custom.put("stacking", object("mode", "normal", "group", "A"));
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

  /** Draws the series whose legend matches as a line among bars, not on top of them. */
  Panel asLine(String pattern) {
    overrides.add(
        object(
            "matcher",
            object("id", "byRegexp", "options", pattern),
            "properties",
            list(
                object("id", "custom.drawStyle", "value", "line"),
                object("id", "custom.lineWidth", "value", 2),
                object("id", "custom.fillOpacity", "value", 0),
                object("id", "custom.stacking", "value", object("mode", "none", "group", "A")))));
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

  /** Links from each value. */
  Panel link(Link... links) {
    defaults.put("links", Arrays.stream(links).map(Link::json).toList());
    return this;
  }

  @Override
  public String toString() {
    return title;
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
    if (type.equals("text")) {
      json.put("options", options);
      return json;
    }
    json.put("targets", queries);
    json.put("fieldConfig", object("defaults", defaults, "overrides", overrides));
    json.put("options", options);
    if (type.equals("table")) {
      json.put(
          "transformations", Stream.concat(tableOf().stream(), transformations.stream()).toList());
    }
    return json;
  }

  /** One table of all queries' results, with the columns' titles, in their order. */
  private List<Object> tableOf() {
    Map<String, @Nullable Object> names = object();
    Map<String, @Nullable Object> order = object();
    char query = 'A';
    for (Column column : columns) {
      String field = column.source;
      if (isQuery(column)) {
        // With one query alone Grafana leaves its letter out.
        field = queries.size() == 1 ? "Value" : "Value #" + query;
        query++;
      }
      names.put(field, column.title);
      order.put(field, order.size());
    }
    Object organize =
        object(
            "id",
            "organize",
            "options",
            object(
                "excludeByName",
                object("Time", true),
                "renameByName",
                names,
                "indexByName",
                order));
    return queries.size() == 1
        ? list(organize)
        : list(object("id", "merge", "options", object()), organize);
  }

  private boolean isQuery(Column column) {
    return queries.stream().anyMatch(query -> column.source.equals(query.get("expr")));
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
