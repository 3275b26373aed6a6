package io.mailprobe.protocol.classify;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold of a reply: each condition that is given, by any of its values. The phase only
 * refines: peers refuse where they like, so no rule may rest on it alone.
 *
 * @param codes codes
 * @param statuses enhanced codes
 * @param texts words in the text
 * @param families suffixes of Exchange Online
 * @param phases where in the session it came; holds only where that is known
 */
public record Conditions(
    List<CodePattern> codes,
    List<StatusPattern> statuses,
    List<TextPattern> texts,
    Set<Suffix.Family> families,
    Set<Phase> phases) {

  public Conditions {
    codes = List.copyOf(codes);
    statuses = List.copyOf(statuses);
    texts = List.copyOf(texts);
    families = Set.copyOf(families);
    phases = Set.copyOf(phases);
    if (codes.isEmpty() && statuses.isEmpty() && texts.isEmpty() && families.isEmpty()) {
      throw new IllegalArgumentException("neither code, status, text nor suffix");
    }
  }

  boolean hold(Subject reply, Optional<Phase> phase) {
    return (codes.isEmpty() || codes.stream().anyMatch(code -> code.matches(reply.code())))
        && (statuses.isEmpty()
            || statuses.stream().anyMatch(status -> status.matches(reply.reply().enhanced())))
        && (families.isEmpty()
            || reply.suffix().map(Suffix::family).filter(families::contains).isPresent())
        && (phases.isEmpty() || phase.filter(phases::contains).isPresent())
        && (texts.isEmpty() || texts.stream().anyMatch(text -> text.matches(reply.text())));
  }

  /** A reply, prepared for being looked at by many rules. */
  record Subject(SmtpReply reply, String text, Optional<Suffix> suffix) {

    static Subject of(SmtpReply reply) {
      String text = reply.text();
      return new Subject(reply, TextPattern.normalized(text), Suffix.in(text));
    }

    int code() {
      return reply.code();
    }
  }

  /** In words, such as {@code code 421, enhanced code 4.3.2, text "resource forest"}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    add(parts, "code ", codes.stream().map(CodePattern::toString).toList());
    add(parts, "enhanced code ", statuses.stream().map(StatusPattern::toString).toList());
    add(parts, "text ", texts.stream().map(text -> '"' + text.toString() + '"').toList());
    add(parts, "suffix ", families.stream().map(Suffix.Family::name).sorted().toList());
    add(parts, "phase ", phases.stream().sorted().map(Phase::label).toList());
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, String what, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(values.stream().collect(Collectors.joining(" or ", what, "")));
    }
  }
}
