package io.mailprobe.protocol.session;

import io.mailprobe.protocol.reply.SmtpReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that one SMTP session showed. Immutable; what the engine hands to retry and ledger.
 *
 * @param target where the session was meant to go, as configured: {@code host:port} or {@code
 *     mx:domain}
 * @param started when it began, by the wall clock
 * @param duration from there to its end, QUIT included, by the monotonic clock
 * @param outcome how it ended
 * @param phase the phase in which the outcome was decided
 * @param reply the reply that decided it; empty where none did
 * @param accepted when the reply was read by which it is accepted; present exactly if it is
 * @param detail one sentence for people: what was seen; never a secret
 * @param ownFault whether what was seen lies at our own end, such as a certificate of ours that the
 *     server does not take
 * @param frontEnd the server that answered; empty where no connection came about
 * @param tls the TLS under the session; empty in clear text
 * @param phases the phases gone through, in their order
 * @param transcript the dialogue, redacted
 */
public record SessionReport(
    String target,
    Instant started,
    Duration duration,
    Outcome outcome,
    Phase phase,
    Optional<SmtpReply> reply,
    Optional<Instant> accepted,
    String detail,
    boolean ownFault,
    Optional<FrontEnd> frontEnd,
    Optional<TlsSession> tls,
    List<PhaseTiming> phases,
    List<TranscriptLine> transcript) {

  public SessionReport {
    if (accepted.isPresent() != (outcome == Outcome.ACCEPTED)) {
      throw new IllegalArgumentException("accepted instant and outcome disagree: " + outcome);
    }
    phases = List.copyOf(phases);
    transcript = List.copyOf(transcript);
  }

  /** One that shows no fault of our own. */
  public SessionReport(
      String target,
      Instant started,
      Duration duration,
      Outcome outcome,
      Phase phase,
      Optional<SmtpReply> reply,
      Optional<Instant> accepted,
      String detail,
      Optional<FrontEnd> frontEnd,
      Optional<TlsSession> tls,
      List<PhaseTiming> phases,
      List<TranscriptLine> transcript) {
    this(
        target,
        started,
        duration,
        outcome,
        phase,
        reply,
        accepted,
        detail,
        false,
        frontEnd,
        tls,
        phases,
        transcript);
  }
}
