package io.mailprobe.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.prometheus.AlertSpell;
import io.mailprobe.app.replay.Replays.Outcome;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which alert fires in which scenario, and when: what is committed in {@code docs/detection}, a
 * file for each. An alert that a file does not name stays silent there. {@code ./dev replays
 * --write} writes them anew.
 */
@EnabledIfSystemProperty(named = "mailprobe.replays", matches = "all")
class DetectionIT {

  @TempDir private Path folder;

  static Stream<String> scenarios() {
    return Scenarios.names().stream().filter(name -> !name.equals(Scenarios.DEMO));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void firesAndStaysSilentAsCommitted(String name) throws Exception {
    String found = text(Replays.play(name, folder));
    Path file = DetectionTable.FOLDER.resolve(name + ".md");
    if (Boolean.getBoolean("mailprobe.write")) {
      Files.createDirectories(DetectionTable.FOLDER);
      Files.writeString(file, found);
    }
    assertThat(file).as("./dev replays --write writes it anew").exists().content().isEqualTo(found);
  }

  @AfterAll
  static void tellItInTheReadme() throws IOException {
    if (Boolean.getBoolean("mailprobe.write")) {
      DetectionTable.write();
    }
  }

  private static String text(Outcome outcome) {
    Scenario scenario = outcome.scenario();
    StringBuilder text = new StringBuilder();
    text.append("# %s%n%n%s%n%n".formatted(scenario.name(), scenario.summary().strip()));
    text.append(
        "A probe every %d s, a canary every %d s, seed %d. Times are after the onset%s.%n%n"
            .formatted(
                scenario.probing().probes().toSeconds(),
                scenario.probing().canaries().toSeconds(),
                scenario.seed(),
                scenario.onset().map(onset -> ", " + onset).orElse("")));
    Map<List<String>, List<AlertSpell>> rows =
        outcome.told().stream()
            .collect(
                Collectors.groupingBy(
                    spell -> List.of(spell.alert(), spell.severity(), spell.label("region")),
                    () -> new TreeMap<>(Comparator.comparing(List::toString)),
                    Collectors.toList()));
    if (rows.isEmpty()) {
      return text + "No alert fires.\n";
    }
    text.append("| alert | severity | region | fires after | times | last cleared after |\n");
    text.append("| --- | --- | --- | --- | --- | --- |\n");
    Instant onset = scenario.onset().orElse(scenario.start());
    rows.forEach(
        (row, spells) ->
            text.append(
                "| %s | %s | %s | %s | %d | %s |%n"
                    .formatted(
                        row.get(0),
                        row.get(1),
                        row.get(2),
                        after(onset, spells.getFirst().fired()),
                        spells.size(),
                        spells.stream().anyMatch(spell -> spell.cleared().isEmpty())
                            ? "never"
                            : after(onset, lastCleared(spells)))));
    return text.toString();
  }

  private static Instant lastCleared(List<AlertSpell> spells) {
    return spells.stream()
        .flatMap(spell -> spell.cleared().stream())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static String after(Instant onset, Instant instant) {
    Duration after = Duration.between(onset, instant);
    return "%s%d:%02d:%02d"
        .formatted(
            after.isNegative() ? "-" : "",
            after.abs().toHours(),
            after.abs().toMinutesPart(),
            after.abs().toSecondsPart());
  }
}
