package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Json.list;
import static io.mailprobe.app.monitoring.dashboard.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column of a table, with values of its own or, without a query, of a label. */
final class Column {

  final String title;
  final String source;
  private final List<Object> properties = new ArrayList<>();

  private Column(String title, String source) {
    this.title = title;
    this.source = source;
  }

  /** The values of this expression. */
  static Column of(String title, String expression) {
    return new Column(title, expression);
  }

  /** A label of the rows. */
  static Column label(String title, String label) {
    return new Column(title, label);
  }

  Column unit(String unit) {
    return property("unit", unit);
  }

  Column decimals(int decimals) {
    return property("decimals", decimals);
  }

  Column width(int pixels) {
    return property("custom.width", pixels);
  }

  Column words(Wording wording) {
    return property("mappings", wording.mappings()).filled();
  }

  Column colours(Steps steps) {
    return property("thresholds", steps.json())
        .property("color", object("mode", "thresholds"))
        .filled();
  }

  Column link(Link link) {
    return property("links", list(link.json()));
  }

  /** By the name that Grafana 9.3 has for it; newer ones bring it up to date as they load. */
  private Column filled() {
    return property("custom.displayMode", "color-background-solid");
  }

  private Column property(String id, Object value) {
    properties.add(object("id", id, "value", value));
    return this;
  }

  Map<String, @Nullable Object> override() {
    return object(
        "matcher", object("id", "byName", "options", title), "properties", List.copyOf(properties));
  }
}
