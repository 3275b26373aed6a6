package io.mailprobe.app.report;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.blame.Cause;
import io.mailprobe.app.prometheus.AlertSpell;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.account.PastProbe;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a report of what it is given: each probe once, as {@link
 * io.mailprobe.prober.account.LedgerReader#past} hands it over, canaries' sessions, posts and
 * alerts, in any order. The same gives the same report, byte for byte. Holds some twenty bytes of a
 * probe. Not thread safe.
 */
public final class ReportBuilder {

  private record Name(String region, String name) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byRegion = region.compareTo(other.region);
      return byRegion != 0 ? byRegion : name.compareTo(other.name);
    }
  }

  private record CanaryPast(Path path, SessionPast sessions) {}

  private record RoutePast(ProbePast probes, SessionPast sessions) {}

  private final Subject subject;
  private final Blame blame;
  private final Grid grid;
  private final long from;
  private final long to;
  private final Map<Name, RoutePast> routes = new TreeMap<>();
  private final Map<Name, CanaryPast> canaries = new TreeMap<>();
  private final Refusals refusals;
  private final Worst worst;
  private final List<Post> posts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<List<AlertSpell>> alerts = Optional.empty();

  /**
   * @param of the routes that were probed
   * @param blame says whom a failed session points at
   */
  public ReportBuilder(Subject subject, List<ReportedRoute> of, Blame blame) {
    this.subject = subject;
    this.blame = blame;
    this.from = Grid.micros(subject.from());
    this.to = Grid.micros(subject.to());
    Duration slowest =
        of.stream().map(ReportedRoute::every).max(Duration::compareTo).orElse(Duration.ZERO);
    this.grid = Grid.over(subject.from(), subject.to(), slowest);
    this.refusals = new Refusals(grid);
    this.worst = new Worst(subject.known());
    of.forEach(route -> routes.put(new Name(route.region(), route.name()), past(route)));
  }

  private RoutePast past(ReportedRoute route) {
    return new RoutePast(
        new ProbePast(route, grid, subject.known()), new SessionPast(route.name(), grid));
  }

  /** Takes in a probe, and those of its sessions that began in the time. */
  public void probe(PastProbe probe) {
    ProbeRecord record = probe.record();
    RoutePast past =
        routes.computeIfAbsent(
            new Name(record.region(), record.route()), _ -> past(unconfigured(probe)));
    past.probes().add(probe);
    String id = record.id().toString();
    for (ProbeHistory.Attempt attempt : probe.attempts()) {
      attempt
          .report()
          .ifPresent(
              report ->
                  session(
                      record.region(),
                      past.probes().route().path(),
                      Optional.of(id),
                      report,
                      past.sessions()));
    }
    boolean delivered = record.verdict().filter(Verdict.DELIVERED::equals).isPresent();
    if (!delivered || record.arrived().filter(at -> at.isAfter(probe.lateAt())).isPresent()) {
      worst.add(probe);
    }
  }

  /** A route that nobody told of: the ledger of a route that is configured no more. */
  private static ReportedRoute unconfigured(PastProbe probe) {
    return new ReportedRoute(
        probe.record().region(),
        probe.record().route(),
        Path.OUTBOUND,
        Duration.ZERO,
        Duration.between(probe.record().due(), probe.lateAt()));
  }

  /** Takes in a canary's session. */
  public void canary(String region, String canary, Path path, SessionReport report) {
    CanaryPast past =
        canaries.computeIfAbsent(
            new Name(region, canary), _ -> new CanaryPast(path, new SessionPast(canary, grid)));
    session(region, path, Optional.empty(), report, past.sessions());
  }

  private void session(
      String region,
      Path path,
      Optional<String> probe,
      SessionReport report,
      SessionPast sessions) {
    long started = Grid.micros(report.started());
    if (started >= from && started < to) {
      Optional<Cause> cause = blame.of(path, report);
      sessions.add(probe, report, cause);
      refusals.add(region, report, cause);
    }
  }

  /** Takes in what Microsoft posted. */
  public void posts(Collection<Post> some) {
    some.stream()
        .filter(post -> !post.at().isBefore(subject.from()) && post.at().isBefore(subject.to()))
        .forEach(posts::add);
  }

  /** Takes in which alerts fired. Without this, the report says that nobody was asked. */
  public void alerts(Collection<AlertSpell> fired) {
    List<AlertSpell> all = new ArrayList<>(alerts.orElse(List.of()));
    all.addAll(fired);
    alerts = Optional.of(all);
  }

  /** Something that a reader must know to read the report right, as a sentence. */
  public void note(String sentence) {
    notes.add(sentence);
  }

  /** The report on all that was taken in. */
  public Report build() {
    List<Way> ways = ways();
    Map<String, List<Way>> byRegion = new TreeMap<>();
    ways.forEach(way -> byRegion.computeIfAbsent(way.region(), _ -> new ArrayList<>()).add(way));
    List<Report.Region> regions = new ArrayList<>();
    byRegion.forEach(
        (region, some) -> regions.add(new RegionReading(region, some, subject).read()));
    Report.Alerts fired = Beside.alerts(alerts, subject);
    List<Report.PostLead> leads = Beside.posts(posts, regions, fired);
    return new Report(
        header(List.copyOf(byRegion.keySet())),
        Summary.of(regions, leads, fired),
        regions,
        routes(),
        canaries(),
        refusals.forests(),
        refusals.rows(),
        worst.list(),
        leads,
        fired,
        List.copyOf(notes));
  }

  private List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    routes.forEach(
        (name, past) -> {
          past.probes().close();
          past.sessions().close();
          ways.add(
              new Way(
                  name.region(),
                  name.name(),
                  past.probes().route().isControl(),
                  Optional.of(past.probes()),
                  past.sessions()));
        });
    canaries.forEach(
        (name, past) -> {
          past.sessions().close();
          ways.add(
              new Way(
                  name.region(),
                  name.name(),
                  past.path() == Path.CONTROL,
                  Optional.empty(),
                  past.sessions()));
        });
    return ways;
  }

  private Report.Header header(List<String> regions) {
    return new Report.Header(
        subject.title(),
        subject.from(),
        subject.to(),
        Text.seconds(to - from),
        subject.known(),
        subject.written(),
        subject.version(),
        subject.origin(),
        regions,
        Text.seconds(grid.bucket()),
        grid.instant(0),
        grid.size());
  }

  /** Region by region, the control path last. */
  private List<Report.Route> routes() {
    return routes.values().stream()
        .sorted(
            Comparator.comparing((RoutePast past) -> past.probes().route().region())
                .thenComparing(past -> past.probes().route().isControl())
                .thenComparing(past -> past.probes().route().name()))
        .map(past -> new RouteReading(past.probes(), past.sessions(), subject).read())
        .toList();
  }

  private List<Report.Canary> canaries() {
    List<Report.Canary> all = new ArrayList<>();
    canaries.forEach(
        (name, past) -> {
          Map<String, Integer> outcomes = Way.byLabel(past.sessions().outcomes(_ -> true));
          all.add(
              new Report.Canary(
                  name.region(), name.name(), past.path().label(), Way.sum(outcomes), outcomes));
        });
    return all;
  }
}
