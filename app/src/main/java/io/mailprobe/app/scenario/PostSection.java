package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.simulator.graph.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code posts[]}: what the vendor tells. */
final class PostSection {

  /** Whether a post was promised. */
  enum Type {
    REGULAR,
    QUICK
  }

  static final Key<When> AT = required("at", ScenarioKinds.WHEN, "when it is posted");
  static final Key<When> NEXT =
      optional("next", ScenarioKinds.WHEN, "not told", "when the next one is promised");
  private static final Key<String> TITLE =
      required("title", ScenarioKinds.WORDS, "the incident's title from then on");
  private static final Key<String> TEXT = required("text", ScenarioKinds.WORDS, "what it says");
  private static final Key<String> STATUS =
      preset(
          "status",
          Kinds.text(
              "status",
              "expected a status as Graph has them, such as serviceDegradation",
              text -> text.matches("[A-Za-z]{1,60}")),
          "serviceDegradation",
          "the incident's status from then on");
  private static final Key<String> IMPACT =
      optional("impact", ScenarioKinds.WORDS, "the text", "whom it hits, in the vendor's words");
  private static final Key<Type> TYPE =
      preset("type", Kinds.choice(Type.class), "regular", "whether it was promised");

  private PostSection() {}

  /** One post, before its number is known. */
  record PostText(
      When at,
      String title,
      String text,
      String status,
      String impact,
      Type type,
      Optional<When> next) {

    Incident.Post numbered(int number, Instant start) {
      return new Incident.Post(
          "P" + number,
          start.plus(at.after(start)),
          Kinds.written(type),
          title,
          status,
          impact,
          text,
          next.map(moment -> start.plus(moment.after(start))));
    }
  }

  static Section<PostText> noting(Draft draft) {
    return new Section<>(
        "section",
        List.of(AT, TITLE, TEXT, STATUS, IMPACT, TYPE, NEXT),
        draft::post,
        fields ->
            new PostText(
                fields.get(AT),
                fields.get(TITLE),
                fields.get(TEXT),
                fields.get(STATUS),
                fields.find(IMPACT).orElse(fields.get(TEXT)),
                fields.get(TYPE),
                fields.find(NEXT)));
  }
}
