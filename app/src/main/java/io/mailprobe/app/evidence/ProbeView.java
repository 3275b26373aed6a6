package io.mailprobe.app.evidence;

import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A probe as a line of {@code /api/v1/probes}. */
public record ProbeView(
    String id,
    String region,
    String route,
    Instant scheduled,
    int attempts,
    Optional<String> lastOutcome,
    Optional<String> lastPhase,
    Optional<String> lastReply,
    Optional<String> lastFrontEnd,
    Optional<Instant> accepted,
    Optional<Instant> nextAttempt,
    Optional<Instant> arrived,
    Optional<Double> latencySeconds,
    Optional<String> verdict,
    Optional<String> lastReport,
    Optional<Instant> retryUntil,
    boolean receiverCaused) {

  public static ProbeView of(ProbeRecord probe) {
    return new ProbeView(
        probe.id().toString(),
        probe.region(),
        probe.route(),
        probe.scheduled(),
        probe.attempts(),
        probe.lastOutcome().map(Outcome::label),
        probe.lastPhase().map(Phase::label),
        probe.lastReply(),
        probe.lastFrontEnd(),
        probe.accepted(),
        probe.nextAttempt(),
        probe.arrived(),
        probe.latency().map(Json::seconds),
        probe.verdict().map(Verdict::label),
        probe.lastReport().map(Action::label),
        probe.retryUntil(),
        probe.receiverCaused());
  }

  /** {@code /api/v1/probes}. */
  public record Page(Instant now, List<ProbeView> probes) {}
}
