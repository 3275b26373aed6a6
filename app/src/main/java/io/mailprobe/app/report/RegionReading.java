package io.mailprobe.app.report;

import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** Reads what happened in one region out of the pasts of its routes and canaries. */
final class RegionReading {

  /** So long without trouble, or ten ticks of the slowest route, and it has ended. */
  private static final long QUIET = 900_000_000L;

  private static final int QUIET_TICKS = 10;

  private final String region;
  private final long from;
  private final long to;
  private final long known;
  private final List<Way> ways;
  private final List<Way> controls;

  RegionReading(String region, List<Way> ofRegion, Subject subject) {
    this.region = region;
    this.from = Grid.micros(subject.from());
    this.to = Grid.micros(subject.to());
    this.known = Math.min(to, Grid.micros(subject.known()));
    this.ways = ofRegion.stream().filter(way -> !way.control()).toList();
    this.controls = ofRegion.stream().filter(Way::control).toList();
  }

  Report.Region read() {
    List<Trouble> ofControls = Trouble.merged(all(controls));
    List<Trouble> troubles = Trouble.merged(all(ways));
    List<Report.Spell> spells = new ArrayList<>();
    for (Trouble trouble : troubles) {
      spells.add(spell(trouble, ofControls));
    }
    Report.Counts outside =
        counts(
            due -> due >= from && due < to && troubles.stream().noneMatch(each -> each.holds(due)));
    return new Report.Region(
        region,
        Words.verdict(region, spells, outside, ofControls, !ways.isEmpty()),
        spells,
        outside);
  }

  private List<Trouble> all(List<Way> some) {
    return some.stream().flatMap(way -> way.troubles(known, quiet(way)).stream()).toList();
  }

  private static long quiet(Way way) {
    long every = way.probes().map(past -> Grid.micros(past.route().every())).orElse(0L);
    return Math.max(QUIET, QUIET_TICKS * every);
  }

  private Report.Spell spell(Trouble trouble, List<Trouble> ofControls) {
    LongPredicate within = trouble::holds;
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (Way way : ways) {
      way.sessions().outcomes(within).forEach((each, n) -> outcomes.merge(each, n, Integer::sum));
    }
    int sessions = Way.sum(outcomes);
    int deferred = outcomes.getOrDefault(Outcome.DEFERRED, 0);
    int failed = sessions - outcomes.getOrDefault(Outcome.ACCEPTED, 0);
    Optional<Sign.Session> failure = first(way -> way.sessions().firstFailure(within));
    Optional<Sign.Late> late = firstProbe(past -> past.firstLate(within));
    long end = trouble.open() ? known : trouble.ended();
    Culprit culprit = Culprit.of(trouble, ways, controls, ofControls);
    return new Report.Spell(
        Text.cut(trouble.began()),
        Optional.of(trouble.ended()).filter(_ -> !trouble.open()).map(Text::cut),
        Text.seconds(end - trouble.began()),
        waysIn(trouble),
        Stream.of(failure.map(Sign.Session::at), late.map(Sign.Late::at))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .orElse(Text.cut(trouble.began())),
        first(way -> way.sessions().firstDeferral(within)),
        failure,
        late,
        firstProbe(past -> past.firstUndelivered(within)),
        counts(within),
        sessions,
        deferred,
        Text.share(deferred, sessions),
        failed,
        Text.share(failed, sessions),
        Text.seconds(oldest(within)),
        culprit.party().label(),
        culprit.party().words(),
        culprit.evidence());
  }

  private List<String> waysIn(Trouble trouble) {
    return ways.stream()
        .filter(way -> way.troubles(known, quiet(way)).stream().anyMatch(trouble::overlaps))
        .map(Way::name)
        .sorted()
        .toList();
  }

  private long oldest(LongPredicate within) {
    return ways.stream()
        .map(Way::probes)
        .flatMap(Optional::stream)
        .mapToLong(past -> past.oldestAge(within))
        .max()
        .orElse(0);
  }

  private <T extends Sign> Optional<T> firstProbe(Function<ProbePast, Optional<T>> find) {
    return first(way -> way.probes().flatMap(find));
  }

  private <T extends Sign> Optional<T> first(Function<Way, Optional<T>> find) {
    return ways.stream()
        .map(find)
        .flatMap(Optional::stream)
        .min(Comparator.comparing((T sign) -> sign.at()).thenComparing(Object::toString));
  }

  private Report.Counts counts(LongPredicate within) {
    ProbeCounts all = new ProbeCounts();
    ways.forEach(way -> way.probes().ifPresent(past -> all.add(past.counts(within))));
    return of(all);
  }

  static Report.Counts of(ProbeCounts all) {
    return new Report.Counts(
        all.opened(),
        all.of(Verdict.DELIVERED),
        all.of(Verdict.LOST),
        all.of(Verdict.REJECTED),
        all.of(Verdict.ABANDONED),
        all.of(Verdict.BOUNCED),
        all.inFlight(),
        all.late(),
        Text.share(all.late(), all.opened()),
        all.turnedAway(),
        all.recovered(),
        all.duplicatesByRetry(),
        all.duplicatesByProvider(),
        all.receiverCaused());
  }
}
