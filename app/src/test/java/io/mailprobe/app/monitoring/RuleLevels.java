package io.mailprobe.app.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recording rules in the order in which they may be back-filled: promtool evaluates a whole
 * file on what is stored already, so that what a rule reads must have been filled in before.
 */
final class RuleLevels {

  private RuleLevels() {}

  /**
   * Writes {@code rules.yml} for each level, in a folder of its own: the file's name decides at
   * which instants promtool evaluates it, and they must be the same for all. JSON is YAML too.
   */
  static List<Path> write(Path folder) throws IOException {
    Map<String, Integer> levels = new HashMap<>();
    List<List<Map<?, ?>>> rules = new ArrayList<>();
    for (Yaml rule : RuleFile.rules()) {
      if (rule.has("record")) {
        String expression = rule.at("expr").text();
        int level =
            levels.entrySet().stream()
                .filter(recorded -> expression.contains(recorded.getKey()))
                .mapToInt(recorded -> recorded.getValue() + 1)
                .max()
                .orElse(0);
        levels.merge(rule.at("record").text(), level, Math::max);
        while (rules.size() <= level) {
          rules.add(new ArrayList<>());
        }
        rules.get(level).add(rule.map());
      }
    }
    List<Path> folders = new ArrayList<>();
    for (List<Map<?, ?>> level : rules) {
      Path own = Files.createDirectory(folder.resolve("level" + folders.size()));
      Files.writeString(
          own.resolve("rules.yml"),
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of("groups", List.of(Map.of("name", "level", "rules", level)))));
      folders.add(own);
    }
    return folders;
  }
}
