package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.monitoring.PrometheusServer.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of the dashboard against a real Prometheus that holds an outage, its recovery, and a
 * second outage that still goes on, with the shipped rules evaluated over all of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardQueriesTest {

  private static final Duration STEP = Duration.ofSeconds(15);

  /** What is empty while all is well, and says so in words. */
  private static final Set<String> EMPTY_WHEN_HEALTHY =
      Set.of(
          "Replies by code",
          "Refusals by phase",
          "Refusals by forest",
          "Refusals in this time",
          "Front ends not well now");

  /** Back-filled series carry no staleness marks: a sample is old after a scrape. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  private final Yaml dashboard = Repository.yaml(LatencyDashboard.FILE);
  private History history;
  private PrometheusServer prometheus;
  private List<String> firing = List.of();

  DashboardQueriesTest() {
    history = new History(Instant.now());
  }

  @BeforeAll
  void loadHistory(@TempDir Path folder) throws Exception {
    Tool promtool = Tool.orSkip("prometheus", "promtool");
    Tool server = Tool.orSkip("prometheus", "prometheus");
    history.write(folder.resolve("history.om"));
    promtool.run(folder, "tsdb", "create-blocks-from", "openmetrics", "-q", "history.om", "data");
    fireAlerts(server, folder);
    Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    for (Path level : RuleLevels.write(folder)) {
      try (PrometheusServer past = PrometheusServer.start(server, folder, FRESH)) {
        promtool.run(
            level,
            "tsdb",
            "create-blocks-from",
            "rules",
            "--url=" + past.address(),
            "--start=" + history.at(Duration.ZERO).getEpochSecond(),
            "--end=" + history.at(History.LENGTH).getEpochSecond(),
            "--eval-interval=15s",
            "--output-dir=../data",
            "rules.yml");
      }
    }
    prometheus = PrometheusServer.start(server, folder, FRESH);
  }

  /** Lets the shipped rules run for real, only faster, at the history's end: now. */
  private void fireAlerts(Tool server, Path folder) throws Exception {
    Files.writeString(
        folder.resolve("rules.yml"),
        Repository.read("prometheus/rules/mailprobe.yml").replace("interval: 15s", "interval: 1s"));
    Files.writeString(folder.resolve("prometheus.yml"), "rule_files: [rules.yml]\n");
    try (PrometheusServer live = PrometheusServer.start(server, folder, Duration.ofMinutes(5))) {
      live.await("count(ALERTS{alertstate=\"firing\",severity=\"critical\"}) == 2");
      firing =
          live
              .instant("ALERTS{alertstate=\"firing\",severity=\"critical\"}", Instant.now())
              .stream()
              .map(alert -> alert.labels().get("alertname") + " " + alert.labels().get("region"))
              .toList();
    }
  }

  @AfterAll
  void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @Test
  void everyPanelHasDataAndTheLabelsOfItsLegend() throws Exception {
    for (Yaml panel : panels()) {
      for (Yaml query : panel.at("targets").items()) {
        List<Series> series = run(query, history.at(Duration.ZERO), end(), ".+");
        String what = panel.at("title").text() + ": " + query.at("expr").text();
        assertThat(series).as(what).isNotEmpty().hasSizeLessThanOrEqualTo(40);
        assertThat(series)
            .as(what)
            .anySatisfy(one -> assertThat(one.values().values()).anyMatch(Double::isFinite));
        for (String label : labels(query.at("legendFormat").text())) {
          assertThat(series)
              .as(what)
              .allSatisfy(one -> assertThat(one.labels()).containsKey(label));
        }
      }
    }
  }

  @Test
  void whileAllIsWellOnlyTheRefusalsAreEmpty() throws Exception {
    for (Yaml panel : panels()) {
      String title = panel.at("title").text();
      boolean empty = true;
      for (Yaml query : panel.at("targets").items()) {
        empty &=
            run(query, history.at(Duration.ofMinutes(5)), history.at(History.ONSET), ".+")
                .isEmpty();
      }
      assertThat(empty).as(title).isEqualTo(EMPTY_WHEN_HEALTHY.contains(title));
    }
  }

  @Test
  void oneRegionSelectedShowsThatRegion() throws Exception {
    for (Yaml panel : panels()) {
      for (Yaml query : panel.at("targets").items()) {
        for (Series series : run(query, history.at(Duration.ZERO), end(), "amer")) {
          if (series.labels().containsKey("region")) {
            assertThat(series.labels()).as(query.at("expr").text()).containsEntry("region", "amer");
          }
        }
      }
    }
  }

  @Test
  void variablesFindRegionsAndRoutes() throws Exception {
    Map<String, List<String>> found = new HashMap<>();
    for (Yaml variable : dashboard.at("templating").at("list").items()) {
      if (variable.at("type").text().equals("query")) {
        String[] parts =
            variable
                .at("definition")
                .text()
                .replaceAll("label_values\\((.*)\\)", "$1")
                .split(", ", -1);
        found.put(
            variable.at("name").text(),
            prometheus.labelValues(
                parts[1], fill(parts[0], ".+"), history.at(Duration.ZERO), end()));
      }
    }
    assertThat(found)
        .containsEntry("region", List.of("amer", "apac", "emea"))
        .containsEntry("route", List.of("control", "outbound"));
  }

  @Test
  void annotationsShowAlertsThatFireAndRestarts() throws Exception {
    assertThat(firing)
        .containsExactlyInAnyOrder("MailProbeFlowStopped apac", "MailProbeDeferralRateHigh apac");
    for (Yaml annotation : dashboard.at("annotations").at("list").items()) {
      if (annotation.has("expr")) {
        String expression = fill(annotation.at("expr").text(), ".+");
        List<Series> series =
            prometheus.range(
                expression, history.at(Duration.ZERO), Instant.now(), Duration.ofSeconds(1));
        assertThat(series).as(expression).isNotEmpty();
      }
    }
  }

  @Test
  void outageReadsAsWhatItWas() throws Exception {
    Instant during = history.at(History.END.minusMinutes(1));
    assertThat(value("State by region and route", "amer", during)).isEqualTo(3);
    assertThat(value("State by region and route", "emea", during)).isZero();
    assertThat(value("Latency with what is in flight", "amer", during)).isBetween(1300.0, 1500.0);
    assertThat(value("Latency with what is in flight", "emea", during)).isLessThan(60);
    assertThat(value("Oldest probe in flight, and", "amer", during)).isBetween(1400.0, 1500.0);
    assertThat(value("Late probes", "amer", during)).isEqualTo(1);
    assertThat(value("Sessions turned away", "amer", during)).isEqualTo(1);
    assertThat(value("Sessions turned away", "emea", during)).isZero();
    assertThat(value("Control path", "amer", during)).isLessThan(1);
    assertThat(at("Replies by code", 0, during))
        .extracting(series -> series.labels().get("code") + series.labels().get("enhanced_code"))
        .containsExactly("4214.3.2");
    assertThat(at("Refusals by forest", 0, during))
        .extracting(series -> series.labels().get("forest"))
        .containsExactly("namprd07");
    assertThat(at("Sessions by outcome", 0, during))
        .extracting(series -> series.labels().get("outcome"))
        .contains("accepted", "deferred", "closed");
  }

  @Test
  void outageIsSeenAtOnceAndTheDrainIsNoNewOne() throws Exception {
    Series amer =
        only(
            prometheus.range(
                "max by (region) (route:mailprobe_state:code{region=\"amer\",path=\"outbound\"})",
                history.at(Duration.ofMinutes(5)),
                history.at(History.SECOND_ONSET),
                STEP));
    double onset = history.at(History.ONSET).getEpochSecond();
    double over = history.at(History.END).getEpochSecond();
    assertThat(amer.values().headMap(onset, true).values()).containsOnly(0.0);
    assertThat(amer.values().subMap(onset + 75, over).values())
        .allSatisfy(state -> assertThat(state).isGreaterThanOrEqualTo(2));
    assertThat(amer.values().subMap(onset + 90, over).values()).containsOnly(3.0);
    // While the backlog drains, old probes still pass their deadline; none of it is a stop.
    assertThat(amer.values().tailMap(over + 60).values()).doesNotContain(3.0, 4.0);
    assertThat(amer.values().tailMap(over + 900).values()).containsOnly(0.0);
    double drained =
        prometheus
            .range(expression("Probes and arrivals", 2), history.at(History.END), end(), STEP)
            .getFirst()
            .highest();
    assertThat(drained).isGreaterThan(25);
  }

  private List<Yaml> panels() {
    return dashboard.at("panels").items().stream().filter(panel -> panel.has("targets")).toList();
  }

  private Instant end() {
    return history.at(History.LENGTH);
  }

  private List<Series> run(Yaml query, Instant from, Instant to, String region) throws Exception {
    String expression =
        fill(query.at("expr").text(), region)
            .replace("$__range", Duration.between(from, to).toSeconds() + "s");
    return query.at("instant").text().equals("true")
        ? prometheus.instant(expression, to)
        : prometheus.range(expression, from, to, STEP);
  }

  private double value(String title, String region, Instant at) throws Exception {
    return only(at(title, 0, at).stream()
            .filter(series -> region.equals(series.labels().get("region")))
            .toList())
        .last();
  }

  private List<Series> at(String title, int query, Instant at) throws Exception {
    return prometheus.instant(expression(title, query), at);
  }

  private String expression(String title, int query) {
    Yaml panel =
        panels().stream()
            .filter(one -> one.at("title").text().startsWith(title))
            .findFirst()
            .orElseThrow();
    return fill(panel.at("targets").items().get(query).at("expr").text(), ".+");
  }

  /** Puts in the variables' values as Grafana does, for a step of 15 s. */
  private static String fill(String expression, String region) {
    return expression
        .replace("$__rate_interval", "60s")
        .replace("$region", region)
        .replace("$route", ".+")
        .replace("$quantile", "0.99");
  }

  private static List<String> labels(String legend) {
    List<String> labels = new ArrayList<>();
    Pattern.compile("\\{\\{(\\w+)}}")
        .matcher(legend)
        .results()
        .map((MatchResult match) -> match.group(1))
        .forEach(labels::add);
    return labels;
  }

  private static Series only(List<Series> series) {
    assertThat(series).hasSize(1);
    return series.getFirst();
  }
}
