package io.mailprobe.app.monitoring;

import io.mailprobe.app.prometheus.Judgement;
import io.mailprobe.app.prometheus.Judgement.Judged;
import io.mailprobe.app.prometheus.ShippedRules;
import io.mailprobe.app.prometheus.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The histories of all scenarios in one real Prometheus, a week apart, so that no window of a rule
 * sees two of them, with all that the shipped rules make of them.
 */
final class Scenes implements AutoCloseable {

  /** Back-filled series carry no staleness marks: a sample is old after a scrape. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  static final List<String> NAMES =
      List.of(
          "healthy",
          "outage",
          "storm",
          "slowdown",
          "loss",
          "duplicates",
          "receiver-down",
          "prober-down",
          "token-failure",
          "clock-jump",
          "fresh-install");

  private final Map<String, ScenarioHistory> histories = new LinkedHashMap<>();
  private final PrometheusServer prometheus;

  Scenes(Path folder) throws Exception {
    Tool promtool = Tool.orSkip("prometheus", "promtool");
    Tool server = Tool.orSkip("prometheus", "prometheus");
    Tools tools = new Tools(server.program());
    Path rules = ShippedRules.read().writeTo(folder);
    Path data = Files.createDirectory(folder.resolve("data"));
    for (String name : NAMES) {
      Path own = Files.createDirectory(folder.resolve(name));
      ScenarioHistory history = new ScenarioHistory(name);
      histories.put(name, history);
      addText(history.write(own), promtool, own);
      Path recorded = Files.writeString(own.resolve("recorded.txt"), "# EOF\n");
      Judged _ =
          new Judgement(tools, rules, own)
              .judge(_ -> {}, history.start(), history.end(), Optional.of(recorded));
      addText(recorded, promtool, own);
      moveBlocks(own.resolve("data"), data);
    }
    Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    prometheus = PrometheusServer.start(server, folder, FRESH);
  }

  private static void addText(Path file, Tool promtool, Path folder) throws Exception {
    promtool.run(
        folder, "tsdb", "create-blocks-from", "openmetrics", "-q", file.toString(), "data");
  }

  /** Each is judged in a store of its own, which is soon opened; a block may lie in any. */
  private static void moveBlocks(Path from, Path to) throws Exception {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (Files.exists(entry.resolve("meta.json"))) {
          Files.move(entry, to.resolve(entry.getFileName()));
        }
      }
    }
  }

  ScenarioHistory history(String name) {
    ScenarioHistory history = histories.get(name);
    if (history == null) {
      throw new IllegalArgumentException("no scenario " + name);
    }
    return history;
  }

  PrometheusServer prometheus() {
    return prometheus;
  }

  @Override
  public void close() {
    prometheus.close();
  }
}
