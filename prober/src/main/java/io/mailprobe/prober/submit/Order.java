package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.TranscriptLine;
import java.util.function.Consumer;

/**
 * What a session is told: where to go, how, and what for.
 *
 * @param listener hears each line of the redacted transcript as it happens
 */
record Order(Delivery delivery, Way way, Errand errand, Consumer<TranscriptLine> listener) {

  static Order of(Submission submission) {
    return new Order(
        submission.delivery(),
        new Way.Any(submission.rotation()),
        new Errand.HandOver(
            submission.mailFrom(), submission.rcptTo(), WireMessage.of(submission.message())),
        submission.listener());
  }

  static Order of(Visit visit) {
    return new Order(
        visit.delivery(), new Way.To(visit.candidate()), new Errand.Look(visit.depth()), _ -> {});
  }

  /** Which of the target's addresses it takes. */
  sealed interface Way {

    /** The first that answers; of equal ones, so many are passed over at first. */
    record Any(int rotation) implements Way {}

    /** This one only. */
    record To(Candidate candidate) implements Way {}
  }
}
