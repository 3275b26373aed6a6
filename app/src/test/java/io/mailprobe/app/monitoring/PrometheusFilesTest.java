package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.monitoring.dashboard.Dashboard;
import io.mailprobe.app.monitoring.dashboard.Dashboards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in {@code prometheus/}, by Prometheus' and Alertmanager's own tools. */
class PrometheusFilesTest {

  /** Alerts of processes, which have no route. */
  private static final Set<String> OF_OUR_OWN_PARTS =
      Set.of(
          "MailProbeDown",
          "MailProbeFeedDeaf",
          "MailProbeStoreNotWritable",
          "MailProbeClockSkew",
          "MailProbeTokenFailing",
          "MailProbeCertificateExpiring");

  /** What is about no single region: it is an alert on others, or on none. */
  private static final Set<String> OF_ALL_REGIONS =
      Set.of("MailProbeMultiRegionOutage", "MailProbeWatchdog");

  private static final String THAT_ALWAYS_FIRES = "MailProbeWatchdog";

  /** It is about the control path, and blames nobody else. */
  private static final String OF_THE_CONTROL_PATH = "MailProbeReceiverUnreachable";

  /** The one alert that passes on what Microsoft says. */
  private static final String OF_SERVICE_HEALTH = "MailProbeServiceHealthIssue";

  private static final Path FOLDER = Repository.file("prometheus");

  @Test
  void prometheusTakesItsConfigurationAndRules() throws Exception {
    Tool promtool = Tool.orSkip("prometheus", "promtool");
    promtool.run(FOLDER, "check", "config", "prometheus.yml");
    assertThat(promtool.run(FOLDER, "check", "rules", "--lint=all", "rules/mailprobe.yml"))
        .contains("rules found");
  }

  static List<Path> ruleTests() {
    return Repository.files("prometheus/tests", ".yml");
  }

  @Test
  void alertmanagerTakesItsConfigurationAndTellsTheRightPeopleOfEveryAlert() throws Exception {
    Tool amtool = Tool.orSkip("prometheus-alertmanager", "amtool");
    amtool.run(FOLDER, "check-config", "alertmanager.yml");
    amtool.run(FOLDER, "check-config", "alertmanager-examples.yml");
    Set<String> told = new TreeSet<>();
    for (Yaml rule : RuleFile.alerts()) {
      String alert = rule.at("alert").text();
      String severity = rule.at("labels").at("severity").text();
      if (told.add(alert + severity)) {
        amtool.run(
            FOLDER,
            "config",
            "routes",
            "test",
            "--config.file=alertmanager.yml",
            "--verify.receivers=" + receiver(severity),
            "severity=" + severity,
            "alertname=" + alert);
      }
    }
  }

  private static String receiver(String severity) {
    return switch (severity) {
      case "critical" -> "on-call";
      case "none" -> "dead-mans-switch";
      default -> "mail-team";
    };
  }

  @Test
  void inhibitionNamesAlertsThatExist() {
    Set<String> named = new TreeSet<>();
    for (Yaml rule : Repository.yaml("prometheus/alertmanager.yml").at("inhibit_rules").items()) {
      Stream.of("source_matchers", "target_matchers")
          .flatMap(key -> rule.texts(key).stream())
          .filter(matcher -> matcher.startsWith("alertname"))
          .map(matcher -> matcher.replaceAll(".*\"(.*)\"", "$1"))
          .flatMap(names -> Stream.of(names.split("\\|", -1)))
          .forEach(named::add);
    }
    assertThat(named).isNotEmpty().isSubsetOf(alerts());
  }

  @Test
  void everyAlertSaysWhatWhereAndWhatToDo() {
    for (Yaml rule : RuleFile.alerts()) {
      String alert = rule.at("alert").text();
      Yaml annotations = rule.at("annotations");
      assertThat(rule.at("labels").at("severity").text())
          .as(alert)
          .isIn("critical", "warning", "info", "none");
      if (!OF_ALL_REGIONS.contains(alert)) {
        assertThat(annotations.at("summary").text()).as(alert).contains("$labels.region");
        assertThat(annotations.at("description").text()).as(alert).contains("$labels.region");
      }
      assertThat(annotations.at("dashboard_url").text())
          .as(alert)
          .contains("?var-region=")
          .satisfies(
              url ->
                  assertThat(Dashboards.all())
                      .extracting(Dashboard::uid)
                      .contains(url.substring("/d/".length(), url.indexOf('?'))));
      assertThat(annotations.at("runbook_url").text())
          .isEqualTo("docs/runbooks/" + alert + ".md")
          .satisfies(url -> assertThat(Repository.file(url)).exists());
    }
  }

  @Test
  void everyAlertHasTestsOfFiringAndOfHoldingItsTongue() throws Exception {
    for (String alert : alerts()) {
      String tests = "";
      for (Path file : ruleTests()) {
        String text = Files.readString(file);
        tests += text.startsWith("# " + alert + ".") ? text : "";
      }
      assertThat(tests).as("tests of %s", alert).contains("summary:");
      if (!alert.equals(THAT_ALWAYS_FIRES)) {
        assertThat(tests).as("tests of %s", alert).containsPattern("alertname: " + alert + "\\}");
      }
    }
  }

  @Test
  void noAlertOfARouteLooksAtTheControlPath() {
    assertThat(RuleFile.alerts())
        .filteredOn(rule -> !OF_OUR_OWN_PARTS.contains(rule.at("alert").text()))
        .filteredOn(rule -> !OF_ALL_REGIONS.contains(rule.at("alert").text()))
        .filteredOn(rule -> !rule.at("alert").text().equals(OF_THE_CONTROL_PATH))
        .filteredOn(rule -> !rule.at("alert").text().equals(OF_SERVICE_HEALTH))
        .hasSizeGreaterThanOrEqualTo(12)
        .allSatisfy(rule -> assertThat(rule.at("expr").text()).contains("path!=\"control\""));
  }

  /** What says that we are deaf, or cannot write, must not make anybody think of somebody else. */
  @Test
  void noAlertOfOurOwnPartsNamesExchange() {
    assertThat(alerts()).containsAll(OF_OUR_OWN_PARTS);
    for (Yaml rule : RuleFile.alerts()) {
      String alert = rule.at("alert").text();
      boolean ours = OF_OUR_OWN_PARTS.contains(alert) || alert.equals(OF_THE_CONTROL_PATH);
      if (ours && !alert.equals("MailProbeDown")) {
        Yaml annotations = rule.at("annotations");
        assertThat(annotations.at("summary").text() + annotations.at("description").text())
            .as(alert)
            .doesNotContainIgnoringCase("exchange");
      }
    }
  }

  /** Microsoft told of the outage of June 2026 ninety minutes late: it is never waited for. */
  @Test
  void nothingThatWakesAnybodyOrKeepsQuietLooksAtMicrosoftsServiceHealth() {
    for (Yaml rule : RuleFile.rules()) {
      if (!rule.has("alert") || !rule.at("alert").text().equals(OF_SERVICE_HEALTH)) {
        assertThat(rule.at("expr").text()).doesNotContain("service_health", OF_SERVICE_HEALTH);
      } else {
        assertThat(rule.at("labels").at("severity").text()).isEqualTo("info");
      }
    }
    assertThat(Repository.read("prometheus/alertmanager.yml")).doesNotContain(OF_SERVICE_HEALTH);
  }

  private static List<String> alerts() {
    return RuleFile.alerts().stream().map(rule -> rule.at("alert").text()).toList();
  }
}
