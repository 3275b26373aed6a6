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
 * @param ownFault whether it lies at our own end, whatever else shows
 */
record Ending(
    Outcome outcome,
    Phase phase,
    Optional<SmtpReply> reply,
    String detail,
    boolean polite,
    boolean ownFault) {

  /** Decided by a reply. */
  static Ending by(SmtpReply reply, Outcome outcome, Phase phase) {
    return new Ending(
        outcome,
        phase,
        Optional.of(reply),
        phase.label() + ": " + Transcript.clip(reply),
        true,
        false);
  }

  /** Decided by us, while the peer waits for our next command. */
  static Ending ours(Outcome outcome, Phase phase, String detail) {
    return new Ending(outcome, phase, Optional.empty(), detail, true, false);
  }

  /** Decided by what was missing or broken. */
  static Ending broken(Outcome outcome, Phase phase, String detail) {
    return new Ending(outcome, phase, Optional.empty(), detail, false, false);
  }

  /** Decided by what is wrong at our own end. */
  static Ending ownFault(Outcome outcome, Phase phase, String detail) {
    return new Ending(outcome, phase, Optional.empty(), detail, false, true);
  }

  /** The same with more to say. */
  Ending adding(String more) {
    return new Ending(outcome, phase, reply, detail + " " + more, polite, ownFault);
  }

  /**
   * The same after our final dot: whatever leaves out the reply also leaves out who has the mail.
   */
  Ending afterFinalDot() {
    return switch (outcome) {
      case CLOSED, TIMED_OUT, TLS_FAILED ->
          new Ending(
              Outcome.UNCERTAIN, phase, reply, detail + ", after the final dot", polite, ownFault);
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
