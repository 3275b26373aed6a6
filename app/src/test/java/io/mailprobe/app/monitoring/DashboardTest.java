package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.monitoring.Shipped.Query;
import io.mailprobe.app.monitoring.dashboard.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards as files keep the rules of Grafana's dashboard-linter and of its guide to good
 * dashboards. Left out of the linter's rules: a {@code job} and an {@code instance} variable, since
 * a region and a route are what one looks for here.
 */
class DashboardTest {

  /** A unit of the grid is 30 pixels and 8 between: 24 of them are left of 1080 by two headers. */
  private static final int SCREEN = 24;

  /** Grafana's names, of those in use here. */
  private static final Set<String> UNITS =
      Set.of("s", "none", "percentunit", "bytes", "dateTimeAsIso");

  private static final Set<String> TYPES =
      Set.of("timeseries", "stat", "state-timeline", "heatmap", "table", "bargauge");

  /** Scales that do not begin at 0, and why. */
  private static final Map<String, String> SIGNED =
      Map.of(
          "Budget left, over time", "it can be overdrawn",
          "Access token good for", "below zero it has expired",
          "Clock offset", "a clock is behind or ahead",
          "We knew earlier by", "Microsoft may know first");

  /** Stretches of time in queries that do not follow the zoom, and why. */
  private static final Map<String, String> FIXED =
      Map.of(
          "[10m]", "a quantile or a share of what comes once a minute is noise over less",
          "[30d:5m]", "the objective is one of thirty days",
          "[$__range:1m]", "for how long something holds is looked for in all that is shown",
          "[1m]", "a restart is one point of the graph");

  private static List<Shipped> dashboards() {
    return Shipped.all();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void loadsInOldAndNewGrafanaAndIsNotEditedInTheBrowser(Shipped dashboard) {
    Yaml json = dashboard.json();
    assertThat(Integer.parseInt(json.at("schemaVersion").text())).isLessThanOrEqualTo(37);
    assertThat(json.at("uid").text()).isEqualTo(dashboard.uid()).matches("[a-z-]{1,40}");
    assertThat(json.at("editable").text()).isEqualTo("false");
    assertThat(json.at("timezone").text()).isEqualTo("utc");
    assertThat(json.at("graphTooltip").text()).isEqualTo("1");
    assertThat(json.at("description").text()).contains("?");
    assertThat(json.texts("tags")).containsExactly("mailprobe");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesAreReadAnewAndStartFromTheProvisionedDataSource(Shipped dashboard) {
    List<Yaml> variables = dashboard.variables();
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
    assertThat(variables.stream().map(variable -> variable.at("name").text()))
        .doesNotHaveDuplicates()
        .contains("region", "route", "quantile", "page");
    assertThat(dashboard.queryVariables())
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            variable -> {
              assertThat(variable.at("refresh").text()).isEqualTo("2");
              assertThat(variable.at("multi").text()).isEqualTo("true");
              assertThat(variable.at("includeAll").text()).isEqualTo("true");
              assertThat(variable.at("allValue").text()).isEqualTo(".+");
              assertThat(variable.at("datasource").at("uid").text()).isEqualTo("${datasource}");
            });
  }

  /** Of a variable that is offered and of none that is not. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void queriesUseTheVariablesThatThereAre(Shipped dashboard) {
    Set<String> offered = new TreeSet<>();
    dashboard.variables().forEach(variable -> offered.add(variable.at("name").text()));
    Set<String> used = new TreeSet<>();
    Matcher name =
        Pattern.compile("\\$(?!__)\\{?([a-z]+)").matcher(Repository.read(dashboard.json().place()));
    while (name.find()) {
      used.add(name.group(1));
    }
    used.add("quantile"); // Goes from dashboard to dashboard, through those that do not ask for it.
    assertThat(used).isEqualTo(offered);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelSaysWhatItShowsWhatIsGoodAndWhyItMayBeEmpty(Shipped dashboard) {
    assertThat(dashboard.panels()).hasSizeGreaterThan(8);
    for (Yaml panel : dashboard.panels()) {
      String title = panel.at("title").text();
      Yaml defaults = panel.at("fieldConfig").at("defaults");
      assertThat(title).isNotBlank();
      assertThat(panel.at("type").text()).as(title).isIn(TYPES);
      assertThat(panel.at("description").text())
          .as(title)
          .hasSizeBetween(80, 420)
          .contains("Good is")
          .endsWith(".");
      assertThat(panel.at("datasource").at("uid").text()).as(title).isEqualTo("${datasource}");
      assertThat(defaults.at("unit").text()).as(title).isIn(UNITS);
      assertThat(defaults.at("noValue").text()).as(title).hasSizeGreaterThan(10);
      if (!SIGNED.containsKey(title)) {
        assertThat(defaults.at("min").text()).as(title).isEqualTo("0");
      }
      assertThat(panel.at("targets").items()).as(title).isNotEmpty();
    }
    assertThat(dashboard.panels().stream().map(panel -> panel.at("title").text()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void statesAreWordsAndNotOnlyColours(Shipped dashboard) {
    for (Yaml panel : dashboard.panels()) {
      if (panel.at("type").text().equals("state-timeline")) {
        Yaml words =
            panel.at("fieldConfig").at("defaults").at("mappings").items().getFirst().at("options");
        assertThat(words.keys()).as(panel.at("title").text()).hasSizeGreaterThan(1);
        assertThat(words.keys().stream().map(value -> words.at(value).at("text").text()))
            .allSatisfy(word -> assertThat(word).isNotBlank());
      }
    }
  }

  /** The rules' state is told by the rules' own words. */
  @Test
  void theStatesWordsAreThoseOfTheRules() {
    String words = "";
    for (int i = 0; i < Wording.STATE.words().size(); i++) {
      words += (i == 0 ? "" : ", ") + i + " " + Wording.STATE.words().get(i).text();
    }
    assertThat(
            Repository.read("prometheus/rules/mailprobe.yml").replace(" (more than a tenth)", ""))
        .contains("# The worst that holds: " + words + ".");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everySeriesOverTimeHasALegendAndEveryRateFollowsTheZoom(Shipped dashboard) {
    for (Query query : dashboard.queries()) {
      String expression = query.expression();
      if (!query.panel().at("type").text().equals("table")) {
        assertThat(query.json().at("legendFormat").text()).as(expression).isNotBlank();
      }
      Pattern.compile("\\[[^\\]]*]")
          .matcher(expression)
          .results()
          .map(MatchResult::group)
          .filter(window -> !window.equals("[$__rate_interval]") && !window.equals("[$__range]"))
          .forEach(window -> assertThat(FIXED).as(expression).containsKey(window));
      // Counters are read by their rate or increase.
      Matcher counter =
          Pattern.compile("(\\w+\\()?mailprobe_\\w+(_total|_bucket|_count|_sum)\\{")
              .matcher(expression);
      while (counter.find()) {
        assertThat(counter.group(1)).as(expression).isIn("rate(", "increase(");
      }
      assertThat(query.json().at("datasource").at("uid").text()).isEqualTo("${datasource}");
    }
    for (Yaml panel : dashboard.panels()) {
      assertThat(panel.at("targets").items().stream().map(query -> query.at("refId").text()))
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsFillTheGridWithoutOverlap(Shipped dashboard) {
    Set<String> cells = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (Yaml panel : dashboard.grid()) {
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
    int bottom = dashboard.grid().stream().mapToInt(DashboardTest::bottom).max().orElseThrow();
    assertThat(cells).hasSize(24 * bottom);
  }

  @Test
  void theFleetAnswersItsQuestionOnOneScreen() {
    List<Yaml> grid = fleet().grid();
    int heading = grid.stream().map(panel -> panel.at("type").text()).toList().indexOf("row");
    List<Yaml> screen = grid.subList(0, heading);
    assertThat(screen.stream().mapToInt(DashboardTest::bottom).max().orElseThrow())
        .isLessThanOrEqualTo(SCREEN);
    assertThat(screen.stream().map(panel -> panel.at("title").text()))
        .contains("State by region", "Alerts firing", "Regions", "Points at")
        .anyMatch(title -> title.startsWith("Latency with what is in flight"));
    Yaml regions =
        screen.stream()
            .filter(panel -> panel.at("title").text().equals("Regions"))
            .findFirst()
            .orElseThrow();
    assertThat(columns(regions))
        .containsSubsequence("Region", "State", "Points at", "Since (UTC)", "For", "p99");
  }

  private static Shipped fleet() {
    return Shipped.all().stream()
        .filter(each -> each.uid().equals("mailprobe-fleet"))
        .findFirst()
        .orElseThrow();
  }

  /** What is set for a column of a table is set for one that is there. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void tablesHaveTheColumnsThatAreSpokenOf(Shipped dashboard) {
    for (Yaml panel : dashboard.panels()) {
      if (panel.at("type").text().equals("table")) {
        List<String> columns = columns(panel);
        assertThat(panel.at("fieldConfig").at("defaults").has("custom"))
            .as("what Grafana 12 wants to bring the columns' settings up to date")
            .isTrue();
        assertThat(columns).as(panel.at("title").text()).doesNotHaveDuplicates();
        for (Yaml override : panel.at("fieldConfig").at("overrides").items()) {
          if (override.at("matcher").at("id").text().equals("byName")) {
            assertThat(columns).contains(override.at("matcher").at("options").text());
          }
        }
        for (Yaml step : panel.at("transformations").items()) {
          if (step.at("id").text().equals("sortBy")) {
            assertThat(columns)
                .contains(step.at("options").at("sort").items().getFirst().at("field").text());
          }
        }
        Pattern.compile("\\$\\{__data\\.fields\\.([^}]+)}")
            .matcher(panel.toString())
            .results()
            .forEach(field -> assertThat(columns).contains(field.group(1)));
      }
    }
  }

  private static List<String> columns(Yaml table) {
    Yaml names = Shipped.columns(table);
    return names.keys().stream().map(field -> names.at(field).text()).toList();
  }

  /** From fleet to region to a probe's page, and nowhere that is not there. */
  @Test
  void linksLeadOnAndKeepTheTime() {
    Set<String> links = new TreeSet<>();
    List<String> uids = dashboards().stream().map(Shipped::uid).toList();
    for (Shipped dashboard : dashboards()) {
      String text = Repository.read(dashboard.json().place());
      Matcher url = Pattern.compile("\"url\" : \"([^\"]+)\"").matcher(text);
      while (url.find()) {
        if (url.group(1).equals("${page}/")) {
          links.add(dashboard.uid() + " page");
          continue;
        }
        assertThat(url.group(1)).contains("${__url_time_range}", "${datasource:queryparam}");
        String to = url.group(1).replaceAll("/d/([a-z-]+)\\?.*", "$1");
        assertThat(uids).contains(to);
        links.add(dashboard.uid() + " " + to);
      }
      Matcher named = Pattern.compile("\\(/d/([a-z-]+)\\)").matcher(text);
      while (named.find()) {
        assertThat(uids).contains(named.group(1));
      }
      assertThat(dashboard.json().at("links").items())
          .anySatisfy(
              link -> {
                assertThat(link.at("type").text()).isEqualTo("dashboards");
                assertThat(link.texts("tags")).containsExactly("mailprobe");
                assertThat(link.at("keepTime").text()).isEqualTo("true");
                assertThat(link.at("includeVars").text()).isEqualTo("true");
              });
    }
    assertThat(links)
        .contains(
            "mailprobe-fleet mailprobe-region",
            "mailprobe-region mailprobe-deferrals",
            "mailprobe-region page",
            "mailprobe-incident mailprobe-region");
  }

  @Test
  void textsNameOnlyPanelsThatExist() {
    List<String> titles =
        dashboards().stream()
            .flatMap(each -> each.panels().stream())
            .map(panel -> panel.at("title").text())
            .toList();
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

  private static int bottom(Yaml panel) {
    return number(panel.at("gridPos"), "y") + number(panel.at("gridPos"), "h");
  }

  private static int number(Yaml place, String key) {
    return Integer.parseInt(place.at(key).text());
  }
}
