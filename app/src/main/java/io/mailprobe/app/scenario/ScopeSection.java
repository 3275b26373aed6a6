package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.optional;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.simulator.topology.MailPath;
import java.util.List;

/** {@code phases[].scope}: whom the phase's faults may strike. */
final class ScopeSection {

  static final Key<List<String>> REGION =
      optional(
          "region", Kinds.oneOrMore(ScenarioKinds.REGION), "all", "the front ends of a region");
  static final Key<List<String>> FOREST =
      optional(
          "forest", Kinds.oneOrMore(ScenarioKinds.FOREST), "all", "the front ends of a forest");
  static final Key<List<String>> FRONT_END =
      optional(
          "front_end", Kinds.oneOrMore(ScenarioKinds.FRONT_END), "all", "front ends by their name");
  static final Key<MailPath> PATH =
      optional(
          "path",
          Kinds.choice(MailPath.class),
          "both",
          "which way mail goes: outbound is handed in by mailboxes at the host for submission,"
              + " inbound by the internet at the mail exchangers");
  static final Key<Double> SHARE =
      optional(
          "share",
          ScenarioKinds.SHARE,
          "100%",
          "the part of the sessions or messages that the phase's faults strike, unless a fault has"
              + " a share of its own");

  private ScopeSection() {}

  static Section<ScopeText> noting(Draft draft) {
    return new Section<>(
        "section",
        List.of(REGION, FOREST, FRONT_END, PATH, SHARE),
        draft::scope,
        ScopeSection::text);
  }

  /** What could be read of it. */
  static ScopeText text(Fields fields) {
    return new ScopeText(
        fields.find(REGION).orElse(List.of()),
        fields.find(FOREST).orElse(List.of()),
        fields.find(FRONT_END).orElse(List.of()),
        fields.find(PATH),
        fields.find(SHARE).orElse(1.0));
  }
}
