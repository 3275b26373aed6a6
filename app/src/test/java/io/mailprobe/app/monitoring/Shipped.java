package io.mailprobe.app.monitoring;

import io.mailprobe.app.monitoring.dashboard.Dashboard;
import io.mailprobe.app.monitoring.dashboard.Dashboards;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard as it is shipped, read back from its file.
 *
 * @param uid by which it is linked to
 * @param json its file
 */
record Shipped(String uid, Yaml json) {

  /** A panel's query. */
  record Query(String dashboard, Yaml panel, Yaml json) {

    String expression() {
      return json.at("expr").text();
    }

    String title() {
      return panel.at("title").text();
    }

    boolean instant() {
      return json.at("instant").text().equals("true");
    }

    @Override
    public String toString() {
      return dashboard + ", " + title() + ": " + expression();
    }
  }

  static List<Shipped> all() {
    return Dashboards.all().stream().map(Shipped::of).toList();
  }

  static Shipped of(Dashboard dashboard) {
    return new Shipped(dashboard.uid(), Repository.yaml(dashboard.file()));
  }

  /** All of it that lies on the grid, headings too. */
  List<Yaml> grid() {
    return json.at("panels").items();
  }

  /** What shows data. */
  List<Yaml> panels() {
    return grid().stream().filter(panel -> panel.has("targets")).toList();
  }

  List<Query> queries() {
    return panels().stream().flatMap(this::queries).toList();
  }

  Stream<Query> queries(Yaml panel) {
    return panel.at("targets").items().stream().map(query -> new Query(uid, panel, query));
  }

  /** The titles of a table's columns, by the fields that they are made of. */
  static Yaml columns(Yaml table) {
    return table.at("transformations").items().stream()
        .filter(step -> step.at("id").text().equals("organize"))
        .findFirst()
        .orElseThrow()
        .at("options")
        .at("renameByName");
  }

  List<Yaml> variables() {
    return json.at("templating").at("list").items();
  }

  /** The variables that Prometheus is asked for. */
  List<Yaml> queryVariables() {
    return variables().stream().filter(v -> v.at("type").text().equals("query")).toList();
  }

  /** The annotations that Prometheus is asked for. */
  List<Yaml> annotations() {
    return json.at("annotations").at("list").items().stream().filter(a -> a.has("expr")).toList();
  }

  @Override
  public String toString() {
    return uid;
  }
}
