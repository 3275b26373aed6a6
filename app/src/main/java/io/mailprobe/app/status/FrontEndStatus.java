package io.mailprobe.app.status;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.blame.Cause;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.canary.FrontEndView;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import java.util.Optional;

/**
 * How one front end does.
 *
 * @param view what its canary saw
 * @param sentence the same in words
 * @param cause why the latest session failed; empty if it did not
 * @param refusing whether it turned the latest session away, for no fault of ours
 */
public record FrontEndStatus(
    FrontEndView view, String sentence, Optional<Cause> cause, boolean refusing) {

  static FrontEndStatus of(Canary canary, FrontEndView view, Blame blame) {
    Optional<SessionReport> latest = view.latest();
    return new FrontEndStatus(
        view,
        latest.map(FrontEndStatus::sentence).orElse("Not visited yet"),
        latest.flatMap(session -> blame.of(canary.path(), session)),
        latest.filter(session -> blame.isTurnedAway(canary.path(), session)).isPresent());
  }

  private static String sentence(SessionReport session) {
    return session.outcome() == Outcome.ACCEPTED
        ? "Goes along in " + Words.of(session.duration())
        : Words.sentence(way(session)).replaceFirst("\\.$", "");
  }

  /** How a session failed, to follow a number of front ends. */
  static String way(SessionReport session) {
    String codes =
        session
            .reply()
            .map(r -> r.code() + r.enhanced().map(status -> " " + status).orElse("") + " ")
            .orElse("");
    return Words.failure(session.outcome()) + " (" + codes + "at " + session.phase().label() + ")";
  }

  /** Whether it has been visited, and is still among those that the name servers tell of. */
  boolean counts() {
    return view.listed() && view.latest().isPresent();
  }

  boolean failed() {
    return view.latest().filter(session -> session.outcome() != Outcome.ACCEPTED).isPresent();
  }

  Party party() {
    return cause.map(Cause::party).orElse(Party.UNKNOWN);
  }
}
