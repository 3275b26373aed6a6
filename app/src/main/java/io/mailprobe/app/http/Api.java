package io.mailprobe.app.http;

import io.mailprobe.app.evidence.ProbeEvidence;
import io.mailprobe.app.evidence.ProbeView;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.account.LedgerView.Filter;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.time.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers {@code /api/v1}: what the page shows, for programs. */
final class Api {

  static final int MOST_PROBES = 10_000;
  private static final int USUAL_PROBES = 200;

  private final HttpSources sources;
  private final Clock clock;

  Api(HttpSources sources, Clock clock) {
    this.sources = sources;
    this.clock = clock;
  }

  Answer status(Request request) throws RefusedException {
    request.query().allow(List.of());
    return Answer.json(
        StatusView.of(sources.board().report(), sources.build(), sources.health().get()));
  }

  Answer probes(Request request) throws RefusedException, IOException {
    Parameters query = request.query();
    query.allow(List.of("route", "region", "troubled", "since", "limit"));
    Optional<String> region = query.text("region");
    Filter filter =
        new Filter(
            query.text("route"),
            query.flag("troubled"),
            query.instant("since"),
            query.number("limit", 1, MOST_PROBES, USUAL_PROBES));
    List<ProbeRecord> probes = new ArrayList<>();
    for (LedgerView ledger : sources.ledgers()) {
      if (region.isEmpty() || inRegion(ledger, region.get())) {
        probes.addAll(ledger.probes(filter));
      }
    }
    return Answer.json(
        new ProbeView.Page(
            clock.micros(),
            probes.stream()
                .filter(probe -> region.isEmpty() || probe.region().equals(region.get()))
                .sorted(
                    Comparator.comparing(ProbeRecord::scheduled)
                        .thenComparing(ProbeRecord::id)
                        .reversed())
                .limit(filter.limit())
                .map(ProbeView::of)
                .toList()));
  }

  private static boolean inRegion(LedgerView ledger, String region) {
    return ledger.accounts().stream().anyMatch(account -> account.route().region().equals(region));
  }

  Answer probe(Request request) throws RefusedException, IOException {
    request.query().allow(List.of());
    ProbeId id = probeId(request);
    Instant now = clock.micros();
    for (LedgerView ledger : sources.ledgers()) {
      Optional<ProbeHistory> history = ledger.probe(id);
      if (history.isPresent()) {
        Path path = path(ledger, history.get().record());
        return Answer.json(ProbeEvidence.of(now, history.get(), path, sources.blame()));
      }
    }
    throw RefusedException.notFound("no ledger of this process holds a probe " + id);
  }

  /** The path of a probe's route; where that is configured no more, one through the provider. */
  private static Path path(LedgerView ledger, ProbeRecord probe) {
    return ledger.accounts().stream()
        .map(RouteAccount::route)
        .filter(
            route -> route.name().equals(probe.route()) && route.region().equals(probe.region()))
        .map(Route::path)
        .findFirst()
        .orElse(Path.OUTBOUND);
  }

  static ProbeId probeId(Request request) throws RefusedException {
    return ProbeId.parse(request.variable("id"))
        .orElseThrow(
            () ->
                RefusedException.notFound(
                    "not a probe id: those are "
                        + ProbeId.LENGTH
                        + " letters and digits of base 32"));
  }
}
