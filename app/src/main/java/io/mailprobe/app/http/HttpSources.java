package io.mailprobe.app.http;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.health.HealthReport;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.protocol.feed.ArrivalFeed;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the HTTP side gets from what it serves.
 *
 * @param build what runs
 * @param metrics the process's metrics
 * @param board how the routes do
 * @param blame what refusing replies mean
 * @param ledgers the ledgers of the probers in this process; none where it only receives
 * @param feed the receiver's arrivals; empty where the process only probes
 * @param health what Microsoft tells of its own health; empty where that is not read
 * @param notReady why the process is not ready, in sentences; none while it is. Whether Exchange
 *     Online answers is no part of it
 */
public record HttpSources(
    Build build,
    Metrics metrics,
    StatusBoard board,
    Blame blame,
    List<LedgerView> ledgers,
    Optional<ArrivalFeed> feed,
    Supplier<Optional<HealthReport>> health,
    Supplier<List<String>> notReady) {

  public HttpSources {
    ledgers = List.copyOf(ledgers);
  }
}
