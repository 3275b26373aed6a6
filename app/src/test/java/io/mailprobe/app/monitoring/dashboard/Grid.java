package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Json.list;
import static io.mailprobe.app.monitoring.dashboard.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Panels beside each other, line below line, on Grafana's grid of 24 columns. */
final class Grid {

  private static final int COLUMNS = 24;

  private final List<Map<String, @Nullable Object>> panels = new ArrayList<>();
  private int x;
  private int y;

  /** A heading over the lines that follow. */
  Grid row(String title) {
    panels.add(heading(title));
    y++;
    return this;
  }

  /** A heading, and the lines that follow, again for each value of a variable. */
  Grid rowForEach(String variable, String title) {
    Map<String, @Nullable Object> heading = heading(title);
    heading.put("repeat", variable);
    panels.add(heading);
    y++;
    return this;
  }

  /** Panels of one height beside each other, over the whole width. */
  Grid line(int height, Placed... line) {
    for (Placed each : line) {
      panels.add(each.panel().json(panels.size() + 1, x, y, each.width(), height));
      x += each.width();
    }
    if (x != COLUMNS) {
      throw new IllegalArgumentException("a line is " + x + " wide: " + line[0].panel());
    }
    x = 0;
    y += height;
    return this;
  }

  /** A panel of this width. */
  static Placed wide(int width, Panel panel) {
    return new Placed(width, panel);
  }

  /** A panel in a line. */
  record Placed(int width, Panel panel) {}

  List<Map<String, @Nullable Object>> panels() {
    return List.copyOf(panels);
  }

  private Map<String, @Nullable Object> heading(String title) {
    return object(
        "id",
        panels.size() + 1,
        "type",
        "row",
        "title",
        title,
        "collapsed",
        false,
        "gridPos",
        object("x", 0, "y", y, "w", COLUMNS, "h", 1),
        "panels",
        list());
  }
}
