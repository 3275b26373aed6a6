package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The dashboard as a file keeps the rules of Grafana's dashboard-linter and of its guide to good
 * dashboards. Left out of the linter's rules: a {@code job} and an {@code instance} variable, since
 * a region and a route are what one looks for here.
 */
class DashboardTest {

  private final Yaml dashboard = Repository.yaml(LatencyDashboard.FILE);
  private final List<Yaml> panels =
      dashboard.at("panels").items().stream()
          .filter(panel -> !panel.at("type").text().equals("row"))
          .toList();

  @Test
  void loadsInOldAndNewGrafanaAndIsNotEditedInTheBrowser() {
    assertThat(Integer.parseInt(dashboard.at("schemaVersion").text())).isLessThanOrEqualTo(37);
    assertThat(dashboard.at("uid").text()).matches("[a-z-]{1,40}");
    assertThat(dashboard.at("editable").text()).isEqualTo("false");
    assertThat(dashboard.at("timezone").text()).isEqualTo("utc");
    assertThat(dashboard.texts("tags")).contains("mailprobe");
  }

  @Test
  void variablesAreReadAnewAndStartFromTheProvisionedDataSource() {
    List<Yaml> variables = dashboard.at("templating").at("list").items();
    List<Yaml> sources =
        variables.stream().filter(v -> v.at("type").text().equals("datasource")).toList();
    assertThat(sources).hasSize(1);
    assertThat(sources.getFirst().at("name").text()).isEqualTo("datasource");
    assertThat(sources.getFirst().at("label").text()).isEqualTo("Data source");
    assertThat(sources.getFirst().at("current").at("value").text())
        .isEqualTo(
            Repository.yaml("grafana/provisioning/datasources/prometheus.yml")
                .at("datasources")
                .items()
                .getFirst()
                .at("uid")
                .text());
    assertThat(variables)
        .filteredOn(variable -> variable.at("type").text().equals("query"))
        .hasSize(2)
        .allSatisfy(
            variable -> {
              assertThat(variable.at("refresh").text()).isEqualTo("2");
              assertThat(variable.at("multi").text()).isEqualTo("true");
              assertThat(variable.at("allValue").text()).isEqualTo(".+");
              assertThat(variable.at("datasource").at("uid").text()).isEqualTo("${datasource}");
            });
  }

  @Test
  void everyPanelSaysWhatItShowsInWhichUnitAndWhyItMayBeEmpty() {
    assertThat(panels).hasSizeGreaterThan(12);
    for (Yaml panel : panels) {
      String title = panel.at("title").text();
      Yaml defaults = panel.at("fieldConfig").at("defaults");
      assertThat(title).isNotBlank();
      assertThat(panel.at("description").text()).as(title).hasSizeGreaterThan(40);
      assertThat(panel.at("datasource").at("uid").text()).as(title).isEqualTo("${datasource}");
      assertThat(defaults.at("unit").text()).as(title).isIn("s", "none", "percentunit");
      assertThat(defaults.at("noValue").text()).as(title).hasSizeGreaterThan(10);
      assertThat(defaults.at("min").text()).as(title).isEqualTo("0");
      assertThat(panel.at("targets").items()).as(title).isNotEmpty();
    }
    assertThat(panels.stream().map(panel -> panel.at("title").text())).doesNotHaveDuplicates();
  }

  @Test
  void everySeriesOverTimeHasALegendAndEveryRateFollowsTheZoom() {
    for (Yaml panel : panels) {
      for (Yaml query : panel.at("targets").items()) {
        String expression = query.at("expr").text();
        if (!panel.at("type").text().equals("table")) {
          assertThat(query.at("legendFormat").text()).as(expression).isNotBlank();
        }
        // Counters are read by their rate or increase, and that over Grafana's own interval.
        assertThat(expression)
            .doesNotContainPattern("(rate|increase)\\([^\\[]*\\[(?!\\$__rate_interval|\\$__range)");
        if (Pattern.compile("_total|_bucket|_count\\{").matcher(expression).find()) {
          assertThat(expression).containsPattern("rate\\(|increase\\(");
        }
        assertThat(query.at("datasource").at("uid").text()).isEqualTo("${datasource}");
      }
    }
  }

  @Test
  void panelsFillTheGridWithoutOverlap() {
    Set<String> cells = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (Yaml panel : dashboard.at("panels").items()) {
      assertThat(ids.add(panel.at("id").text())).isTrue();
      Yaml place = panel.at("gridPos");
      int left = number(place, "x");
      int top = number(place, "y");
      assertThat(left + number(place, "w")).isLessThanOrEqualTo(24);
      for (int x = left; x < left + number(place, "w"); x++) {
        for (int y = top; y < top + number(place, "h"); y++) {
          assertThat(cells.add(x + "," + y)).as(panel.at("title").text()).isTrue();
        }
      }
    }
    int bottom =
        dashboard.at("panels").items().stream()
            .map(panel -> panel.at("gridPos"))
            .mapToInt(place -> number(place, "y") + number(place, "h"))
            .max()
            .orElseThrow();
    assertThat(cells).hasSize(24 * bottom);
  }

  @Test
  void textsNameOnlyPanelsThatExist() {
    List<String> titles = panels.stream().map(panel -> panel.at("title").text()).toList();
    List<String> named = new ArrayList<>();
    for (Yaml alert : RuleFile.alerts()) {
      String runbook = Repository.read(alert.at("annotations").at("runbook_url").text());
      Pattern.compile("(?<!\\*)\\*([A-Z][^*]+)\\*(?!\\*)")
          .matcher(runbook)
          .results()
          .map(match -> match.group(1))
          .forEach(named::add);
    }
    assertThat(named)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(titles).anyMatch(t -> t.startsWith(name)));
  }

  private static int number(Yaml place, String key) {
    return Integer.parseInt(place.at(key).text());
  }
}
