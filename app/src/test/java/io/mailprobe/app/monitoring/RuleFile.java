package io.mailprobe.app.monitoring;

import java.util.List;

/** The shipped rules. */
final class RuleFile {

  private RuleFile() {}

  static List<Yaml> rules() {
    return Repository.yaml("prometheus/rules/mailprobe.yml").at("groups").items().stream()
        .flatMap(group -> group.at("rules").items().stream())
        .toList();
  }

  static List<Yaml> alerts() {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  /** The names that the rules record. */
  static List<String> recorded() {
    return rules().stream()
        .filter(rule -> rule.has("record"))
        .map(rule -> rule.at("record").text())
        .distinct()
        .toList();
  }
}
