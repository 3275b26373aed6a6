package io.mailprobe.protocol.classify;

import io.mailprobe.protocol.classify.Conditions.Subject;
import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.reply.Trailer;
import io.mailprobe.protocol.session.Phase;
import java.util.List;
import java.util.Optional;

/**
 * Finds out why a reply refused, by rules in their order: the user's before the product's. Of a
 * reply that quotes another the inner one is looked at first, for it is nearer to the cause;
 * whether it is transient or permanent stays with the outer one. Pure, and safe for use by many
 * threads.
 */
public final class Classifier {

  private final List<List<Rule>> layers;

  /** Goes by these rules; the user's own win, whichever of the two replies they match. */
  public Classifier(List<Rule> own, List<Rule> shipped) {
    layers = List.of(List.copyOf(own), List.copyOf(shipped));
  }

  /** Classifies a refusing reply that came in a phase of a session of ours. */
  public Classification classify(SmtpReply reply, Phase phase) {
    return classify(NestedReply.of(reply), phase);
  }

  /**
   * Classifies a refusing reply that someone else got, or that is only known as a text.
   *
   * @throws IllegalArgumentException if it refuses nothing
   */
  public Classification classify(NestedReply reply) {
    return classify(reply, Optional.empty());
  }

  /**
   * Classifies a refusing reply that came in a phase, as far as it was told.
   *
   * @throws IllegalArgumentException if it refuses nothing
   */
  public Classification classify(NestedReply reply, Phase phase) {
    return classify(reply, Optional.of(phase));
  }

  private Classification classify(NestedReply reply, Optional<Phase> phase) {
    ReplyClass.of(reply.outer());
    Optional<Subject> inner = reply.inner().map(Subject::of);
    Subject outer = Subject.of(reply.outer());
    Optional<Classification.Match> match = Optional.empty();
    for (List<Rule> layer : layers) {
      match =
          match
              .or(() -> inner.flatMap(subject -> first(layer, subject, Optional.empty())))
              .or(() -> first(layer, outer, phase));
    }
    Reason reason = match.map(found -> found.rule().reason()).orElse(Reason.UNCLASSIFIED);
    boolean ofInner =
        match.isPresent() && reply.inner().filter(match.get().of()::equals).isPresent();
    Party found = match.map(rule -> rule.rule().party()).orElse(Reason.UNCLASSIFIED.party());
    Party party = new NextHop(reply).party(found, reason, ofInner);
    Optional<Suffix> suffix = inner.flatMap(Subject::suffix).or(outer::suffix);
    return new Classification(
        reply,
        reason,
        party,
        match,
        party == found
            ? match.map(rule -> rule.rule().advice()).orElse(reason.advice())
            : NextHop.advice(party),
        suffix,
        Trailer.of(reply.outer().text()));
  }

  private static Optional<Classification.Match> first(
      List<Rule> rules, Subject subject, Optional<Phase> phase) {
    for (Rule rule : rules) {
      if (rule.conditions().hold(subject, phase)) {
        return Optional.of(new Classification.Match(rule, subject.reply()));
      }
    }
    return Optional.empty();
  }
}
