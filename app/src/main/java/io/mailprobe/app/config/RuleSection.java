package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kind;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Nearest;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.app.config.bind.UnfitException;
import io.mailprobe.protocol.classify.CodePattern;
import io.mailprobe.protocol.classify.Conditions;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.classify.Reason;
import io.mailprobe.protocol.classify.Rule;
import io.mailprobe.protocol.classify.StatusPattern;
import io.mailprobe.protocol.classify.Suffix;
import io.mailprobe.protocol.classify.TextPattern;
import io.mailprobe.protocol.session.Phase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rules of classification: the product's own file, and what a user puts before it. */
final class RuleSection {

  private static final int MAX_ADVICE = 500;
  private static final int MOST_TOLD = 12;

  private static final Key<String> NAME =
      required("name", MailKinds.NAME, "names the rule; unique");
  private static final Key<List<CodePattern>> CODE =
      optional(
          "code",
          Kinds.oneOrMore(
              pattern("code", CodePattern::parse, "expected a code such as 421, 45x or 4xx")),
          "any",
          "the reply's code");
  private static final Key<List<StatusPattern>> STATUS =
      optional(
          "status",
          Kinds.oneOrMore(
              pattern(
                  "enhanced code",
                  StatusPattern::parse,
                  "expected an enhanced code such as 4.3.2, 5.7.*, *.4.317 or 5.7.606-649, or"
                      + " none")),
          "any",
          "its enhanced code");
  private static final Key<List<TextPattern>> TEXT =
      optional(
          "text",
          Kinds.oneOrMore(
              pattern(
                  "text",
                  TextPattern::parse,
                  "expected up to "
                      + TextPattern.MAX_LENGTH
                      + " characters to look for, with * for anything between them")),
          "any",
          "words in it, whatever their case; * stands for anything between two of them");
  private static final Key<List<Suffix.Family>> SUFFIX =
      optional(
          "suffix",
          Kinds.oneOrMore(named("suffix", List.of(Suffix.Family.values()), Suffix.Family::name)),
          "any",
          "the letters by which a part of Exchange Online signs it, as in PRX4 and (S77714)");
  private static final Key<List<Phase>> PHASE =
      optional(
          "phase",
          Kinds.oneOrMore(named("phase", List.of(Phase.values()), Phase::label)),
          "any",
          "where in the session it came; only beside another condition");
  private static final Key<Reason> REASON =
      required(
          "reason",
          named("reason", reasons(), Reason::label),
          "why the server refuses, one of the list in docs/classification.md");
  private static final Key<Party> PARTY =
      optional(
          "party",
          named("party", List.of(Party.values()), Party::label),
          "as usual for the reason",
          "whom it points at: exchange_online, us, credentials, own_rate, receiver or unknown");
  private static final Key<String> ADVICE =
      optional(
          "advice",
          Kinds.text(
              "text",
              "expected a sentence of up to " + MAX_ADVICE + " characters",
              text -> !text.isBlank() && text.length() <= MAX_ADVICE),
          "as usual for the reason",
          "what to do");

  private static final Section<Rule> RULE =
      new Section<>(
          "section",
          List.of(NAME, CODE, STATUS, TEXT, SUFFIX, PHASE, REASON, PARTY, ADVICE),
          RuleSection::check,
          RuleSection::build);

  private static final Kind<List<Rule>> RULES = Kinds.listOf(RULE, 0, NAME);
  private static final Key<List<Rule>> OF_FILE =
      required("rules", RULES, "the rules, the first that fits decides");

  /** A file of rules. */
  static final Section<List<Rule>> FILE =
      Section.of("section", List.of(OF_FILE), fields -> fields.get(OF_FILE));

  private static final Key<List<Rule>> OWN =
      optional(
          "rules",
          Kinds.orFile(RULES, FILE),
          "none",
          "rules that come before the product's own; a file holds them under rules too");

  /** The key {@code classification}. */
  static final Section<List<Rule>> CLASSIFICATION =
      Section.of("section", List.of(OWN), fields -> fields.find(OWN).orElse(List.of()));

  private RuleSection() {}

  private static void check(Fields fields) {
    boolean conditional = Stream.of(CODE, STATUS, TEXT, SUFFIX).anyMatch(fields::has);
    if (!conditional) {
      fields.error(
          "", "would fit every reply: expected code, status, text or suffix beside the rest");
    }
  }

  private static Rule build(Fields fields) {
    Reason reason = fields.get(REASON);
    return new Rule(
        fields.get(NAME),
        new Conditions(
            fields.find(CODE).orElse(List.of()),
            fields.find(STATUS).orElse(List.of()),
            fields.find(TEXT).orElse(List.of()),
            Set.copyOf(fields.find(SUFFIX).orElse(List.of())),
            Set.copyOf(fields.find(PHASE).orElse(List.of()))),
        reason,
        fields.find(PARTY).orElse(reason.party()),
        fields.find(ADVICE).orElse(reason.advice()));
  }

  private static List<Reason> reasons() {
    return Stream.of(Reason.values()).filter(reason -> reason != Reason.UNCLASSIFIED).toList();
  }

  private static <T> Kind<T> pattern(
      String label, Function<String, Optional<T>> parser, String expected) {
    return Kinds.scalar(
        label, text -> parser.apply(text).orElseThrow(() -> new UnfitException(expected)));
  }

  /** One of a list, written as its label in metrics is. */
  private static <T> Kind<T> named(String label, List<T> all, Function<T, String> nameOf) {
    List<String> names = all.stream().map(nameOf).toList();
    return Kinds.scalar(
        label,
        text -> {
          int index = names.indexOf(text);
          if (index >= 0) {
            return all.get(index);
          }
          Optional<String> near = Nearest.to(text, names);
          throw new UnfitException(
              names.size() > MOST_TOLD
                  ? "expected a " + label + " of the list in docs/classification.md"
                  : "expected a " + label + ": one of " + String.join(", ", names),
              near.map(name -> "did you mean " + name + "?").orElse(""));
        });
  }
}
