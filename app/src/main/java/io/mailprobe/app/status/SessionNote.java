package io.mailprobe.app.status;

import io.mailprobe.app.blame.Cause;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a session.
 *
 * @param at when it ended
 * @param outcome how it ended
 * @param phase where that was decided
 * @param reply the reply that decided it
 * @param detail what was seen, as a sentence
 * @param frontEnd who answered
 * @param cause why it failed; empty if it did not
 */
record SessionNote(
    Instant at,
    Outcome outcome,
    Phase phase,
    Optional<SmtpReply> reply,
    String detail,
    Optional<FrontEnd> frontEnd,
    Optional<Cause> cause) {

  static SessionNote of(Instant at, SessionReport report, Optional<Cause> cause) {
    return new SessionNote(
        at,
        report.outcome(),
        report.phase(),
        report.reply(),
        report.detail(),
        report.frontEnd(),
        cause);
  }

  boolean failed() {
    return outcome != Outcome.ACCEPTED;
  }

  /** Whom its failure points at. */
  Party party() {
    return cause.map(Cause::party).orElse(Party.UNKNOWN);
  }

  /** Code and enhanced code of the reply, as in {@code 421 4.3.2}; empty where none came. */
  String codes() {
    return reply
        .map(r -> r.code() + r.enhanced().map(status -> " " + status).orElse(""))
        .orElse("");
  }
}
