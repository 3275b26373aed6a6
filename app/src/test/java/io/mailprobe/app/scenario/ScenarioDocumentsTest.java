package io.mailprobe.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Machine;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manual says of scenarios is so: its tables, its schema, and each of its snippets. */
class ScenarioDocumentsTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Path MANUAL = DOCS.resolve("scenarios.md");
  private static final Pattern SNIPPET = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final String PHASES = "# phases\n";

  @TempDir private Path folder;

  static List<String> snippets() throws IOException {
    return SNIPPET
        .matcher(Files.readString(MANUAL))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /**
   * Each can be used as it stands, or as the phases of a scenario, and each of its faults strikes.
   */
  @ParameterizedTest
  @MethodSource("snippets")
  void everySnippetCanBePlayed(String snippet) throws Exception {
    String whole =
        snippet.startsWith(PHASES)
            ? "name: snippet\nsummary: of the manual\nlength: 2h\nphases:\n" + snippet
            : snippet;
    Path file = Files.writeString(folder.resolve("snippet.yaml"), whole);
    Scenario scenario = new Scenarios(new Machine()).find(file.toString());
    List<Injection> begun = PlayedScenario.play(scenario);
    assertThat(begun.stream().map(Injection::fault))
        .containsExactlyInAnyOrderElementsOf(
            scenario.timeline().entries().stream()
                .map(Timeline.Entry::first)
                .map(first -> first.fault())
                .toList());
  }

  @Test
  void theSnippetsShowEveryFault() throws Exception {
    String all = String.join("", snippets());
    Set<String> missing = new HashSet<>();
    for (FaultKind kind : FaultKind.values()) {
      if (!all.contains("fault: " + kind.written())) {
        missing.add(kind.written());
      }
    }
    assertThat(missing).containsExactlyInAnyOrder("uneven", "leak"); // As surge.
  }

  @Test
  void theTablesAreThoseOfTheCode() throws IOException {
    Scenarios scenarios = new Scenarios(new Machine());
    String manual = Files.readString(MANUAL);
    String made = with(manual, "shipped", ScenarioReference.shipped(scenarios));
    made = with(made, "faults", ScenarioReference.faults());
    made = with(made, "keys", ScenarioReference.keys());
    Path target = Files.writeString(Path.of("target/scenarios.md"), made);
    assertThat(manual).as("docs/scenarios.md; take what %s holds", target).isEqualTo(made);
  }

  private static String with(String manual, String part, String table) {
    String begin = "<!-- " + part + ": made from the code -->\n";
    String end = "<!-- end of " + part + " -->\n";
    assertThat(manual).contains(begin, end);
    return manual.substring(0, manual.indexOf(begin) + begin.length())
        + table
        + manual.substring(manual.indexOf(end));
  }

  @Test
  void theSchemaIsThatOfTheCode() throws IOException {
    Path target =
        Files.writeString(Path.of("target/scenario.schema.json"), ScenarioReference.schema());
    assertThat(Files.readString(DOCS.resolve("scenario.schema.json")))
        .as("docs/scenario.schema.json; take what %s holds", target)
        .isEqualTo(ScenarioReference.schema());
  }

  /** Anything in code type that begins with a key of the root. */
  @Test
  void everyKeyInTheManualIsOne() throws IOException {
    Set<String> keys =
        Kinds.rows(new ScenarioSection().section())
            .map(row -> row.path().replace("[]", ""))
            .collect(Collectors.toSet());
    String roots = keys.stream().filter(key -> !key.contains(".")).collect(Collectors.joining("|"));
    assertThat(
            Pattern.compile("`((?:" + roots + ")(?:\\[])?\\.[a-z_.\\[\\]]+)`")
                .matcher(Files.readString(MANUAL))
                .results()
                .map(found -> found.group(1).replace("[]", "")))
        .isSubsetOf(keys);
  }
}
