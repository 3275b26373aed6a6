package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.app.scenario.RegionText.ForestText;
import io.mailprobe.simulator.topology.Latency;
import java.util.List;
import java.util.Optional;

/** {@code regions[]}: where mail flows. */
final class RegionSection {

  static final Key<String> NAME =
      required("name", ScenarioKinds.REGION, "names the region; unique");
  static final Key<Latency> LATENCY =
      optional(
          "latency",
          LatencySection.SECTION,
          "the scenario's",
          "how long a message is under way on a healthy day");
  static final Key<String> FOREST =
      required("name", ScenarioKinds.FOREST, "names the forest; unique in the scenario");
  static final Key<List<String>> FRONT_ENDS =
      required(
          "front_ends",
          Kinds.listOf(ScenarioKinds.FRONT_END, 1),
          "the names of its servers, unique in the region; addresses are given to them in this"
              + " order, from 127.0.11.1 on for the first region");

  private RegionSection() {}

  static Section<RegionText> noting(Draft draft) {
    Section<ForestText> forest =
        new Section<>(
            "section",
            List.of(FOREST, FRONT_ENDS),
            draft::forest,
            fields -> new ForestText(fields.get(FOREST), fields.get(FRONT_ENDS)));
    Key<List<ForestText>> forests =
        optional(
            "forests",
            Kinds.listOf(forest, 1, FOREST),
            "those of amer, emea, deu or apac, where it is one of them",
            "its forests with their front ends");
    return new Section<>(
        "section",
        List.of(NAME, forests, LATENCY),
        fields -> {
          draft.region(fields);
          check(fields, forests);
        },
        fields ->
            new RegionText(
                fields.get(NAME),
                fields.find(forests).orElseGet(() -> known(fields)),
                fields.find(LATENCY)));
  }

  private static void check(Fields fields, Key<List<ForestText>> forests) {
    Optional<String> name = fields.find(NAME);
    if (!fields.has(forests) && name.isPresent() && known(fields).isEmpty()) {
      fields.error(
          "forests",
          "is missing: only of amer, emea, deu and apac the forests are known; give those of "
              + name.get());
    }
  }

  /** The forests of a region that gives none. */
  static List<ForestText> known(Fields fields) {
    return fields
        .find(NAME)
        .map(name -> RegionText.KNOWN.getOrDefault(name, List.of()))
        .orElse(List.of());
  }
}
