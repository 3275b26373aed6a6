package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import java.time.Duration;
import java.util.List;

/** {@code phases[]}: a stretch of time, and what goes wrong in it. */
final class PhaseSection {

  static final Key<String> NAME =
      required(
          "name", ScenarioKinds.PHASE_NAME, "what it is called on the page and in reports; unique");
  static final Key<String> SUMMARY =
      optional("summary", ScenarioKinds.WORDS, "no words", "what happens in it");
  static final Key<When> FROM = required("from", ScenarioKinds.WHEN, "when it begins");
  static final Key<Duration> FOR =
      optional("for", ScenarioKinds.LENGTH, "until the end of the scenario", "how long it lasts");
  static final Key<When> UNTIL =
      optional(
          "until",
          ScenarioKinds.WHEN,
          "the end of the scenario",
          "instead of for: when it is over");
  static final Key<Duration> RAMP =
      preset(
          "ramp",
          ScenarioKinds.MAYBE_NONE,
          "0s",
          "how long its faults take to grow; no longer than it lasts. A share grows from 0, unless"
              + " the fault has a key that ends in _from");

  private PhaseSection() {}

  static Section<PhaseText> noting(Draft draft) {
    Key<ScopeText> scope =
        optional("scope", ScopeSection.noting(draft), "everybody", "whom its faults may strike");
    Key<List<FaultText>> faults =
        optional(
            "faults",
            Kinds.listOf(FaultSection.noting(draft), 1),
            "none: a phase that only has a name",
            "what goes wrong in it");
    return new Section<>(
        "section",
        List.of(NAME, SUMMARY, FROM, FOR, UNTIL, RAMP, scope, faults),
        draft::phase,
        fields ->
            new PhaseText(
                fields.get(NAME),
                fields.find(SUMMARY).orElse(""),
                fields.get(FROM),
                fields.find(FOR),
                fields.find(UNTIL),
                fields.get(RAMP),
                fields.find(scope).orElse(ScopeText.EVERYWHERE),
                fields.find(faults).orElse(List.of())));
  }
}
