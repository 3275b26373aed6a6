package io.mailprobe.app.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Reads a route's numbers out of its past. */
final class RouteReading {

  /** A shorter time without a tick is none worth telling. */
  private static final long SHORTEST_GAP = 300_000_000L;

  private static final int GAP_TICKS = 5;

  private final ProbePast probes;
  private final SessionPast sessions;
  private final long from;
  private final long to;
  private final long known;

  RouteReading(ProbePast probes, SessionPast sessions, Subject subject) {
    this.probes = probes;
    this.sessions = sessions;
    this.from = Grid.micros(subject.from());
    this.to = Grid.micros(subject.to());
    this.known = Math.min(to, Grid.micros(subject.known()));
  }

  Report.Route read() {
    LongPredicate within = due -> due >= from && due < to;
    ReportedRoute route = probes.route();
    ProbeCounts counts = probes.counts(within);
    Map<String, Integer> outcomes = Way.byLabel(sessions.outcomes(_ -> true));
    long[] latencies = probes.latencies(within);
    return new Report.Route(
        route.region(),
        route.name(),
        route.path().label(),
        Text.seconds(route.every()),
        Text.seconds(route.deadline()),
        ticks(route.every()),
        RegionReading.of(counts),
        Way.sum(outcomes),
        outcomes,
        SeriesMaker.quantile(latencies, counts.opened(), 0.5),
        SeriesMaker.quantile(latencies, counts.opened(), 0.95),
        SeriesMaker.quantile(latencies, latencies.length, 1),
        Text.seconds(probes.oldestAge(_ -> true)),
        gaps(route.every()),
        probes.series(from, to));
  }

  private Optional<Integer> ticks(Duration every) {
    return Optional.of(every)
        .filter(Duration::isPositive)
        .map(each -> (int) ((known - from) / Grid.micros(each)));
  }

  private List<Report.Gap> gaps(Duration every) {
    long longest = Math.max(SHORTEST_GAP, GAP_TICKS * Grid.micros(every));
    List<Report.Gap> gaps = new ArrayList<>();
    long last = from;
    for (long tick : probes.ticks()) {
      if (tick >= from && tick < to) {
        gap(gaps, last, tick, longest);
        last = tick;
      }
    }
    gap(gaps, last, known, longest);
    return gaps;
  }

  private static void gap(List<Report.Gap> gaps, long begin, long end, long longest) {
    if (end - begin > longest) {
      gaps.add(new Report.Gap(Text.cut(begin), Text.cut(end), Text.seconds(end - begin)));
    }
  }
}
