package io.mailprobe.prober.submit;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.util.Optional;

/**
 * How a session was decided.
 *
 * @param outcome its one outcome
 * @param phase where it was decided
 * @param reply the reply that decided it
 * @param detail one sentence for people
 * @param polite whether the peer is still in step with us, so that QUIT makes sense
 */
record Ending(
    Outcome outcome, Phase phase, Optional<SmtpReply> reply, String detail, boolean polite) {

  /** Decided by a reply. */
  static Ending by(SmtpReply reply, Outcome outcome, Phase phase) {
    return new Ending(
        outcome, phase, Optional.of(reply), phase.label() + ": " + Transcript.clip(reply), true);
  }

  /** Decided by us, while the peer waits for our next command. */
  static Ending ours(Outcome outcome, Phase phase, String detail) {
    return new Ending(outcome, phase, Optional.empty(), detail, true);
  }

  /** Decided by what was missing or broken. */
  static Ending broken(Outcome outcome, Phase phase, String detail) {
    return new Ending(outcome, phase, Optional.empty(), detail, false);
  }

  /**
   * The same after our final dot: whatever leaves out the reply also leaves out who has the mail.
   */
  Ending afterFinalDot() {
    return switch (outcome) {
      case CLOSED, TIMED_OUT, TLS_FAILED ->
          new Ending(Outcome.UNCERTAIN, phase, reply, detail + ", after the final dot", polite);
      case ACCEPTED,
          DEFERRED,
          REJECTED,
          CONNECT_FAILED,
          DNS_FAILED,
          AUTH_FAILED,
          TOKEN_FAILED,
          UNCERTAIN ->
          this;
    };
  }
}
