package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.monitoring.PrometheusServer.Series;
import io.mailprobe.app.monitoring.Shipped.Query;
import io.mailprobe.app.monitoring.dashboard.Wording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query of every panel, variable and annotation of every dashboard, in every scenario, asked
 * of a real Prometheus as Grafana asks; and what the panels say then.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardScenariosIT {

  private static final Duration STEP = Duration.ofSeconds(15);
  private static final int MOST_SERIES = 40;

  private Scenes scenes;

  @BeforeAll
  void load(@TempDir Path folder) throws Exception {
    scenes = new Scenes(folder);
  }

  @AfterAll
  void close() {
    if (scenes != null) {
      scenes.close();
    }
  }

  private static List<String> scenarios() {
    return Scenes.NAMES;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void panelsShowDataOrSayWhyNot(String scenario) throws Exception {
    Set<String> blank = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    for (Shipped dashboard : Shipped.all()) {
      for (Yaml panel : dashboard.panels()) {
        boolean empty = true;
        for (Query query : dashboard.queries(panel).toList()) {
          List<Series> series = run(query, scenario, ".+");
          if (series.size() > MOST_SERIES) {
            problems.add(series.size() + " series: " + query);
          }
          for (String label : labels(query.json().at("legendFormat").text())) {
            if (series.stream().anyMatch(one -> !one.labels().containsKey(label))) {
              problems.add("no label " + label + ": " + query);
            }
          }
          empty &= series.stream().noneMatch(DashboardScenariosIT::hasValue);
        }
        if (empty) {
          blank.add(dashboard + ": " + panel.at("title").text());
        }
      }
    }
    assertThat(problems).isEmpty();
    assertThat(blank).as(scenario).isEqualTo(blankIn(scenario));
  }

  /** The panels that may be blank in a scenario: and they have to be. */
  private static Set<String> blankIn(String scenario) {
    Set<String> panels = new TreeSet<>();
    for (Shipped dashboard : Shipped.all()) {
      for (Yaml panel : dashboard.panels()) {
        String title = panel.at("title").text();
        if (Blank.in(scenario).stream().anyMatch(why -> why.panels().contains(title))) {
          panels.add(dashboard + ": " + title);
        }
      }
    }
    return panels;
  }

  /** What is blank says why, in words of its own and not only that there is nothing. */
  @Test
  void whatIsFilledInHealthAndBlankInAnOutageSaysSo() {
    Set<String> lost = blankIn("outage");
    lost.removeAll(blankIn("healthy"));
    assertThat(lost).isEmpty();
  }

  /**
   * Where none has data, a panel has a part that is for nothing. Of what is left out while it is
   * zero, the zero counts.
   */
  @Test
  void everyQueryHasDataInSomeScenario() throws Exception {
    List<String> never = new ArrayList<>();
    for (Shipped dashboard : Shipped.all()) {
      for (Query query : dashboard.queries()) {
        boolean empty = true;
        for (String scenario : Scenes.NAMES) {
          empty =
              empty
                  && run(query, scenario, ".+", " > 0").stream()
                      .noneMatch(DashboardScenariosIT::hasValue);
        }
        if (empty) {
          never.add(query.toString());
        }
      }
    }
    assertThat(never).isEmpty();
  }

  @Test
  void anOutageShowsWhichRegionSinceWhenHowBadAndWhoseFault() throws Exception {
    assertThat(words("outage", "State", Wording.STATE))
        .isEqualTo(Map.of("amer", "stopped", "emea", "flowing"));
    assertThat(words("outage", "Points at", Wording.FAULT))
        .isEqualTo(Map.of("amer", "Exchange Online", "emea", "nobody"));
    assertThat(words("outage", "Control path", Wording.STATE))
        .isEqualTo(Map.of("amer", "flowing", "emea", "flowing"));
    assertThat(cells("outage", "Since (UTC)")).containsOnlyKeys("amer");
    double onset = scenes.history("outage").at(ScenarioHistory.ONSET).getEpochSecond();
    assertThat(cell("outage", "Since (UTC)", "amer") / 1_000).isBetween(onset, onset + 120);
    assertThat(cell("outage", "For", "amer")).isBetween(700.0, 840.0);
    assertThat(cell("outage", "For", "emea")).isZero();
    assertThat(cell("outage", "Late", "amer")).isEqualTo(1);
    assertThat(cell("outage", "p99", "amer")).isGreaterThan(300);
    assertThat(cell("outage", "p99", "emea")).isLessThan(60);
    assertThat(cell("outage", "Oldest in flight", "amer")).isBetween(800.0, 850.0);
  }

  @Test
  void latencyRisesInAnOutageWhereThatOfArrivalsEnds() throws Exception {
    Query naive = panel("mailprobe-fleet", "Latency of what has arrived, beside the above").get(1);
    assertThat(naive.json().at("legendFormat").text()).contains("arrivals alone");
    Series censored =
        of(
            "amer",
            run(
                panel("mailprobe-fleet", "Latency with what is in flight, quantile $quantile")
                    .getFirst(),
                "outage",
                ".+"));
    assertThat(censored.last()).isGreaterThan(300);
    assertThat(censored.values().tailMap(onset("outage") + 180.0).values())
        .allSatisfy(latency -> assertThat(latency).isGreaterThan(120));
    Series arrivals = of("amer", run(naive, "outage", ".+"));
    assertThat(arrivals.values().values()).noneMatch(latency -> latency > 60);
    assertThat(arrivals.last()).isNaN();
  }

  @Test
  void theStateLeavesFlowingAtTheOnsetAndNotBefore() throws Exception {
    for (String scenario : List.of("outage", "storm", "receiver-down")) {
      Series state =
          of("amer", run(panel("mailprobe-fleet", "State by region").getFirst(), scenario, ".+"));
      assertThat(state.values().headMap(onset(scenario)).values()).as(scenario).containsOnly(0.0);
      assertThat(state.values().tailMap(onset(scenario) + 120.0).values())
          .as(scenario)
          .doesNotContain(0.0);
    }
  }

  @Test
  void anIncidentShowsHowMuchEarlierWeKnew() throws Exception {
    assertThat(
            only(run(panel("mailprobe-incident", "We knew earlier by").getFirst(), "outage", ".+"))
                .last())
        .isEqualTo((double) ScenarioHistory.POSTED.minus(ScenarioHistory.NOTICED).toSeconds());
    assertThat(
            run(panel("mailprobe-incident", "What Microsoft tells of").getFirst(), "outage", ".+"))
        .extracting(one -> one.labels().get("issue_id") + " " + one.last())
        .containsExactlyInAnyOrder("EX1331830 1.0", "EX1300001 0.0");
    assertThat(run(panel("mailprobe-incident", "Alerts").getFirst(), "outage", ".+"))
        .extracting(one -> one.labels().get("alertname") + " " + one.labels().get("region"))
        .contains("MailProbeFlowStopped amer")
        .noneMatch(alert -> alert.endsWith("emea"));
  }

  @Test
  void aStormShowsWhoRefusesAndHow() throws Exception {
    assertThat(words("storm", "Points at", Wording.FAULT))
        .isEqualTo(Map.of("amer", "Exchange Online", "emea", "nobody"));
    assertThat(cell("storm", "State", "amer"))
        .isGreaterThanOrEqualTo(1.0 * Wording.STATE.number("turned away"));
    assertThat(cell("storm", "Turned away", "amer")).isGreaterThan(0.7);
    assertThat(cell("storm", "Turned away", "emea")).isZero();
    assertThat(series("storm", "mailprobe-deferrals", "Replies by code"))
        .extracting(one -> one.labels().get("code") + " " + one.labels().get("enhanced_code"))
        .containsOnly("421 4.3.2");
    assertThat(series("storm", "mailprobe-deferrals", "Refusals by phase"))
        .extracting(one -> one.labels().get("phase"))
        .containsExactly("banner");
    assertThat(series("storm", "mailprobe-deferrals", "Front ends not well now"))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.labels()).containsEntry("region", "amer"));
    assertThat(series("storm", "mailprobe-fleet", "Failed sessions, by whom they point at"))
        .extracting(one -> one.labels().get("party"))
        .containsExactly("exchange_online");
  }

  @Test
  void aSlowdownIsLateAndNotStopped() throws Exception {
    assertThat(words("slowdown", "State", Wording.STATE))
        .isEqualTo(Map.of("amer", "late", "emea", "flowing"));
    assertThat(words("slowdown", "Points at", Wording.FAULT))
        .containsEntry("amer", "Exchange Online");
    assertThat(cell("slowdown", "Late", "amer")).isBetween(0.15, 0.7);
    assertThat(cell("slowdown", "p50", "amer")).isLessThan(60);
    assertThat(cell("slowdown", "p99", "amer")).isBetween(60.0, 200.0);
  }

  @Test
  void lossAndDuplicatesAreCountedForWhatTheyAre() throws Exception {
    assertThat(verdicts("loss")).containsEntry("lost", true).containsEntry("bounced", false);
    assertThat(verdicts("healthy")).doesNotContainValue(true);
    assertThat(series("duplicates", "mailprobe-slo", "Probes that came to nothing, or twice"))
        .anySatisfy(
            one -> {
              assertThat(one.labels()).containsEntry("cause", "provider");
              assertThat(one.highest()).isPositive();
            });
    assertThat(words("duplicates", "State", Wording.STATE))
        .isEqualTo(Map.of("amer", "flowing", "emea", "flowing"));
    assertThat(cell("duplicates", "p99", "amer")).isLessThan(60);
    assertThat(budgetLeft("loss")).isZero();
    assertThat(budgetLeft("healthy")).isEqualTo(1);
  }

  private double budgetLeft(String scenario) throws Exception {
    return only(series(scenario, "mailprobe-slo", "Budget left")).last();
  }

  private Map<String, Boolean> verdicts(String scenario) throws Exception {
    Map<String, Boolean> any = new TreeMap<>();
    for (Query query : panel("mailprobe-slo", "Probes that came to nothing, or twice")) {
      List<Series> found = run(query, scenario, ".+");
      any.put(
          query.json().at("legendFormat").text(),
          found.stream().anyMatch(one -> one.highest() > 0));
    }
    return any;
  }

  @Test
  void whatIsOursIsCalledOurs() throws Exception {
    assertThat(words("receiver-down", "Points at", Wording.FAULT))
        .isEqualTo(Map.of("amer", "our receiver or network", "emea", "our receiver or network"));
    assertThat(words("receiver-down", "Control path", Wording.STATE))
        .isEqualTo(Map.of("amer", "stopped", "emea", "stopped"));
    assertThat(
            series("receiver-down", "mailprobe-region", "Failed sessions, by whom they point at"))
        .extracting(one -> one.labels().get("party"))
        .containsExactly("receiver");
    assertThat(words("token-failure", "Points at", Wording.FAULT))
        .isEqualTo(Map.of("amer", "our credentials", "emea", "nobody"));
    assertThat(words("prober-down", "Points at", Wording.FAULT))
        .isEqualTo(Map.of("amer", "not measured", "emea", "nobody"));
    assertThat(words("prober-down", "State", Wording.STATE))
        .isEqualTo(Map.of("amer", "not measured", "emea", "flowing"));
    assertThat(cells("prober-down", "Prober")).isEqualTo(Map.of("amer", 0.0, "emea", 1.0));
    assertThat(words("clock-jump", "Points at", Wording.FAULT))
        .isEqualTo(Map.of("amer", "nobody", "emea", "nobody"));
    Series offset =
        only(run(panel("mailprobe-health", "Clock offset").getFirst(), "clock-jump", "amer"));
    assertThat(offset.values().firstEntry().getValue()).isBetween(-0.1, 0.1);
    assertThat(offset.highest()).isBetween(2.9, 3.1);
  }

  @Test
  void whileAllIsWellEverythingSaysSo() throws Exception {
    for (String scenario : List.of("healthy", "fresh-install")) {
      assertThat(words(scenario, "State", Wording.STATE))
          .isEqualTo(Map.of("amer", "flowing", "emea", "flowing"));
      assertThat(words(scenario, "Points at", Wording.FAULT))
          .isEqualTo(Map.of("amer", "nobody", "emea", "nobody"));
      assertThat(only(series(scenario, "mailprobe-fleet", "Regions in trouble")).last()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void variablesFindWhatThereIs(String scenario) throws Exception {
    for (Shipped dashboard : Shipped.all()) {
      for (Yaml variable : dashboard.queryVariables()) {
        Matcher parts =
            Pattern.compile("label_values\\((.*), (\\w+)\\)")
                .matcher(variable.at("definition").text());
        assertThat(parts.matches()).as(variable.place()).isTrue();
        ScenarioHistory history = scenes.history(scenario);
        List<String> found =
            scenes
                .prometheus()
                .labelValues(
                    parts.group(2),
                    fill(parts.group(1), scenario, ".+"),
                    history.start(),
                    history.end());
        switch (variable.at("name").text()) {
          case "region" -> assertThat(found).containsExactly("amer", "emea");
          case "route" -> assertThat(found).contains("outbound").doesNotContain("control");
          case "phase" -> {
            if (dashboard.uid().equals("mailprobe-region")) {
              assertThat(found).contains("banner", "end_of_data");
            } else if (scenario.equals("storm")) {
              assertThat(found).containsExactly("banner");
            }
          }
          case "code" -> {
            if (scenario.equals("storm")) {
              assertThat(found).containsExactly("421");
            }
          }
          default -> throw new AssertionError("nothing is known of " + variable);
        }
      }
    }
  }

  @Test
  void annotationsShowAlertsIssuesAndRestarts() throws Exception {
    Map<String, String> shownIn =
        Map.of(
            "Alerts firing", "outage",
            "Microsoft's service health", "outage",
            "Restarts", "healthy");
    for (Shipped dashboard : Shipped.all()) {
      assertThat(dashboard.annotations())
          .extracting(annotation -> annotation.at("name").text())
          .containsExactlyInAnyOrderElementsOf(shownIn.keySet());
      for (Yaml annotation : dashboard.annotations()) {
        String name = annotation.at("name").text();
        for (String scenario : Scenes.NAMES) {
          ScenarioHistory history = scenes.history(scenario);
          List<Series> series =
              scenes
                  .prometheus()
                  .range(
                      fill(annotation.at("expr").text(), scenario, ".+"),
                      history.start(),
                      history.end(),
                      STEP);
          if (scenario.equals(shownIn.get(name))) {
            assertThat(series).as(name).isNotEmpty();
            labels(annotation.at("titleFormat").text())
                .forEach(
                    label ->
                        assertThat(series)
                            .allSatisfy(one -> assertThat(one.labels()).containsKey(label)));
          } else if (scenario.equals("fresh-install")) {
            assertThat(series).as(name).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void oneRegionChosenShowsThatRegion() throws Exception {
    for (Shipped dashboard : Shipped.all()) {
      for (Query query : dashboard.queries()) {
        assertThat(run(query, "storm", "amer"))
            .as("%s", query)
            .allSatisfy(
                one -> assertThat(one.labels().getOrDefault("region", "amer")).isEqualTo("amer"));
      }
    }
  }

  private double onset(String scenario) {
    return scenes.history(scenario).at(ScenarioHistory.ONSET).getEpochSecond();
  }

  /** What a column of the fleet's table says in words, by region. */
  private Map<String, String> words(String scenario, String column, Wording wording)
      throws Exception {
    Map<String, String> words = new TreeMap<>();
    cells(scenario, column)
        .forEach(
            (region, value) -> words.put(region, wording.words().get(value.intValue()).text()));
    return words;
  }

  private double cell(String scenario, String column, String region) throws Exception {
    return cells(scenario, column).getOrDefault(region, Double.NaN);
  }

  /** The numbers in a column of the fleet's table, by region. */
  private Map<String, Double> cells(String scenario, String column) throws Exception {
    List<Query> queries = panel("mailprobe-fleet", "Regions");
    Yaml names = Shipped.columns(queries.getFirst().panel());
    for (Query query : queries) {
      String field = "Value #" + query.json().at("refId").text();
      if (names.at(field).text().equals(column)) {
        Map<String, Double> cells = new TreeMap<>();
        run(query, scenario, ".+")
            .forEach(one -> cells.put(one.labels().getOrDefault("region", ""), one.last()));
        return cells;
      }
    }
    throw new AssertionError("no column " + column);
  }

  private static List<Query> panel(String uid, String title) {
    return Shipped.all().stream()
        .filter(each -> each.uid().equals(uid))
        .flatMap(each -> each.queries().stream())
        .filter(query -> query.title().equals(title))
        .toList();
  }

  /** All series of a panel. */
  private List<Series> series(String scenario, String uid, String title) throws Exception {
    List<Series> all = new ArrayList<>();
    for (Query query : panel(uid, title)) {
      all.addAll(run(query, scenario, ".+"));
    }
    return all;
  }

  private static Series of(String region, List<Series> series) {
    return only(series.stream().filter(one -> region.equals(one.labels().get("region"))).toList());
  }

  private static Series only(List<Series> series) {
    assertThat(series).hasSize(1);
    return series.getFirst();
  }

  private static boolean hasValue(Series series) {
    return series.values().values().stream().anyMatch(Double::isFinite);
  }

  /** A query's series over a scenario's time, or at its end where it asks for now. */
  private List<Series> run(Query query, String scenario, String region) throws Exception {
    return run(query, scenario, region, "");
  }

  /** The same without an ending of the query, where it ends so. */
  private List<Series> run(Query query, String scenario, String region, String without)
      throws Exception {
    ScenarioHistory history = scenes.history(scenario);
    String asked = query.expression();
    if (!without.isEmpty() && asked.endsWith(without)) {
      asked = asked.substring(0, asked.length() - without.length());
    }
    String expression = fill(asked, scenario, region);
    return query.instant()
        ? scenes.prometheus().instant(expression, history.end())
        : scenes.prometheus().range(expression, history.start(), history.end(), STEP);
  }

  /** Puts in the variables' values as Grafana does, for a step of 15 s. */
  private String fill(String expression, String scenario, String region) {
    ScenarioHistory history = scenes.history(scenario);
    long range = Duration.between(history.start(), history.end()).toSeconds();
    return expression
        .replace("$__rate_interval", "60s")
        .replace("$__range_s", Long.toString(range))
        .replace("$__range", range + "s")
        .replace("$region", region)
        .replace("$route", ".+")
        .replace("$code", ".+")
        .replace("$phase", ".+")
        .replace("$quantile", "0.99");
  }

  private static List<String> labels(String format) {
    return Pattern.compile("\\{\\{(\\w+)}}")
        .matcher(format)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
