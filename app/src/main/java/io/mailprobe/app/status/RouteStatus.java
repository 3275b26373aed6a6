package io.mailprobe.app.status;

import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.session.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is shown of a route.
 *
 * @param account the ledger's numbers
 * @param finding how it does
 * @param suspicion whom its trouble points at; empty where nothing is wrong
 * @param since since when it has been as good or bad as that
 * @param window how far back the following reaches
 * @param sessions sessions ended in the window, by outcome
 * @param troubles its failed sessions, grouped; the largest group first
 * @param median half of the newest arrivals took no longer
 * @param slowest the slowest of them
 */
public record RouteStatus(
    RouteAccount account,
    Finding finding,
    Optional<Suspicion> suspicion,
    Instant since,
    Duration window,
    Map<Outcome, Long> sessions,
    List<Trouble> troubles,
    Optional<Duration> median,
    Optional<Duration> slowest) {

  public RouteStatus {
    EnumMap<Outcome, Long> copy = new EnumMap<>(Outcome.class);
    copy.putAll(sessions);
    sessions = copy;
    troubles = List.copyOf(troubles);
  }

  /** The same, with whom it points at. */
  RouteStatus suspecting(Optional<Suspicion> found) {
    return new RouteStatus(
        account, finding, found, since, window, sessions, troubles, median, slowest);
  }
}
