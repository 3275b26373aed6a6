package io.mailprobe.prober.account;

import io.mailprobe.prober.Route;
import io.mailprobe.protocol.report.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of one route at one instant. They hold across restarts and obey the ledger's law:
 * {@code opened = sum of verdicts + in flight}. For each bound, {@code deliveredWithin +
 * undeliveredAt + younger and not delivered = opened}: a probe that was given another verdict still
 * reaches its ages, each at its time. A probe counts as having reached an age a second after it, so
 * that its arrival in time is known by then. Where it is learned later than that, the arrival is
 * counted in the first bound above the ages that were counted already.
 *
 * @param route the route
 * @param opened probes opened, ever
 * @param verdicts probes by verdict; each verdict has its entry
 * @param inFlight probes without a verdict
 * @param oldestInFlight the tick of the oldest probe in flight
 * @param recovered probes that arrived after they had another verdict
 * @param duplicatesByRetry further arrivals of a probe of which more than one attempt may have been
 *     accepted
 * @param duplicatesByProvider further arrivals of a probe that was accepted once
 * @param reports delivery reports by action, each counted once; each action has its entry
 * @param receiverCaused probes that were on their way, and not late yet, while our receiver could
 *     not take them: if they are late, it may be ours
 * @param deliveredWithin for each of {@link io.mailprobe.protocol.AgeBounds}, the arrivals with
 *     that latency or less
 * @param undeliveredAt for each bound, the probes that reached that age without having been
 *     delivered; one that is recovered later was not
 * @param arrived probes delivered, of which each has a latency
 * @param latencySum the sum of their latencies, negative ones as nothing: a sum that falls looks
 *     like a restart to who reads it
 * @param negativeLatencies arrivals before their tick: clocks disagree; they are in the smallest
 *     bound
 * @param lastArrival when the newest arrival came in
 * @param lastAttempt when the newest attempt began
 */
public record RouteAccount(
    Route route,
    long opened,
    Map<Verdict, Long> verdicts,
    long inFlight,
    Optional<Instant> oldestInFlight,
    long recovered,
    long duplicatesByRetry,
    long duplicatesByProvider,
    Map<Action, Long> reports,
    long receiverCaused,
    List<Long> deliveredWithin,
    List<Long> undeliveredAt,
    long arrived,
    Duration latencySum,
    long negativeLatencies,
    Optional<Instant> lastArrival,
    Optional<Instant> lastAttempt) {

  public RouteAccount {
    verdicts = new EnumMap<>(verdicts);
    reports = new EnumMap<>(reports);
    deliveredWithin = List.copyOf(deliveredWithin);
    undeliveredAt = List.copyOf(undeliveredAt);
  }
}
