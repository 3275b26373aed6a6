package io.mailprobe.app.scenario;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.JsonSchema;
import io.mailprobe.app.config.bind.Kinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is told of scenario files elsewhere, made of the keys that read them. */
public final class ScenarioReference {

  private ScenarioReference() {}

  /** A JSON Schema, for editors. */
  public static String schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A scenario of Mailprobe");
    schema.putAll(JsonSchema.of(new ScenarioSection().section()));
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(schema)
        + "\n";
  }

  /** All keys, as a table in Markdown. */
  public static String keys() {
    return table(
        List.of("key", "value", "if left out", "meaning"),
        Kinds.rows(new ScenarioSection().section())
            .map(
                row ->
                    List.of("`" + row.path() + "`", row.kind(), row.otherwise(), row.meaning())));
  }

  /** All faults, as a table in Markdown. */
  public static String faults() {
    return table(
        List.of("fault", "strikes", "needs", "may have", "what happens"),
        Arrays.stream(FaultKind.values())
            .map(
                kind ->
                    List.of(
                        "`" + kind.written() + "`",
                        kind.strikes().words(),
                        words(kind.needed()),
                        words(kind.possible()),
                        kind.meaning())));
  }

  /** All scenarios that ship with the product, as a table in Markdown. */
  public static String shipped(Scenarios scenarios) {
    return table(
        List.of("scenario", "lasts", "what it shows"),
        Scenarios.names().stream()
            .map(scenarios::shipped)
            .map(
                each ->
                    List.of(
                        "`" + each.name() + "`", Durations.print(each.length()), each.summary())));
  }

  private static String words(List<String> keys) {
    return keys.stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "));
  }

  private static String table(List<String> heads, Stream<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(line(heads));
    lines.add(line(heads.stream().map(_ -> "---").toList()));
    rows.map(ScenarioReference::line).forEach(lines::add);
    return "\n" + String.join("", lines) + "\n";
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
