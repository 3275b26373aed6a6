package io.mailprobe.prober.account;

import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One probe as a line of a list.
 *
 * @param id the probe
 * @param region where its prober runs
 * @param route its route's name
 * @param scheduled its tick
 * @param due the same by the clock as it is set now: another instant if that was set since
 * @param attempts how many attempts have begun
 * @param lastOutcome how the latest finished attempt ended
 * @param lastPhase the phase in which that was decided
 * @param lastReply the reply that decided it, as one line
 * @param lastFrontEnd the server that answered it: its name, else its address and port
 * @param accepted when a server took responsibility
 * @param nextAttempt when it will be tried again
 * @param arrived when it first arrived, by our clock
 * @param latency from tick to that arrival; the clock may have been set in between
 * @param verdict what became of it; empty while in flight
 * @param receiverCaused whether it is late, or not here yet, and our receiver could not take it for
 *     a time before it was
 * @param lastReport what the newest delivery report on it says
 * @param retryUntil until when the system that has it will try to deliver it, by such a report
 */
public record ProbeRecord(
    ProbeId id,
    String region,
    String route,
    Instant scheduled,
    Instant due,
    int attempts,
    Optional<Outcome> lastOutcome,
    Optional<Phase> lastPhase,
    Optional<String> lastReply,
    Optional<String> lastFrontEnd,
    Optional<Instant> accepted,
    Optional<Instant> nextAttempt,
    Optional<Instant> arrived,
    Optional<Duration> latency,
    Optional<Verdict> verdict,
    boolean receiverCaused,
    Optional<Action> lastReport,
    Optional<Instant> retryUntil) {}
