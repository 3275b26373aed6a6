package io.mailprobe.app.metrics;

import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.AgeBounds;
import io.mailprobe.protocol.time.Clock;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The series that are read from the ledgers at each scrape, so that a restart loses nothing. */
final class LedgerCollector implements MultiCollector {

  private final Clock clock;
  private final LatencyExemplars exemplars;
  private final KnownLabels known = new KnownLabels();
  private final List<LedgerView> ledgers = new CopyOnWriteArrayList<>();

  LedgerCollector(Clock clock, LatencyExemplars exemplars) {
    this.clock = clock;
    this.exemplars = exemplars;
  }

  void watch(LedgerView ledger) {
    ledgers.add(ledger);
  }

  @Override
  public MetricSnapshots collect() {
    Instant now = clock.wall();
    List<RouteAccount> accounts =
        ledgers.stream().flatMap(ledger -> ledger.accounts().stream()).toList();
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(counter(Metric.PROBES_OPENED, accounts, RouteAccount::opened));
    all.add(verdict(Metric.MESSAGES_DELIVERED, accounts, Verdict.DELIVERED));
    all.add(verdict(Metric.MESSAGES_LOST, accounts, Verdict.LOST));
    all.add(verdict(Metric.MESSAGES_REJECTED, accounts, Verdict.REJECTED));
    all.add(verdict(Metric.MESSAGES_ABANDONED, accounts, Verdict.ABANDONED));
    all.add(verdict(Metric.MESSAGES_BOUNCED, accounts, Verdict.BOUNCED));
    all.add(counter(Metric.MESSAGES_RECEIVER_CAUSED, accounts, RouteAccount::receiverCaused));
    all.add(counter(Metric.MESSAGES_RECOVERED, accounts, RouteAccount::recovered));
    all.add(counter(Metric.NEGATIVE_LATENCY, accounts, RouteAccount::negativeLatencies));
    all.add(gauge(Metric.INFLIGHT_MESSAGES, accounts, RouteAccount::inFlight));
    all.add(gauge(Metric.INFLIGHT_OLDEST_AGE, accounts, account -> oldestAge(account, now)));
    all.add(gauge(Metric.LAST_DELIVERY, accounts, account -> unixTime(account.lastArrival())));
    all.add(gauge(Metric.LAST_ATTEMPT, accounts, account -> unixTime(account.lastAttempt())));
    all.add(gauge(Metric.ROUTE_INTERVAL, accounts, a -> Families.seconds(a.route().every())));
    all.add(gauge(Metric.ROUTE_DEADLINE, accounts, a -> Families.seconds(a.route().deadline())));
    all.add(counters(Metric.MESSAGES_DUPLICATE, accounts, this::duplicates));
    all.add(counters(Metric.DELIVERY_REPORTS, accounts, this::reports));
    all.add(counters(Metric.UNDELIVERED_AGE, accounts, this::ages));
    all.add(latencies(accounts));
    all.add(info(accounts));
    return new MetricSnapshots(all);
  }

  private static double oldestAge(RouteAccount account, Instant now) {
    return account
        .oldestInFlight()
        .map(tick -> Math.max(0, Families.seconds(Duration.between(tick, now))))
        .orElse(0.0);
  }

  private static double unixTime(Optional<Instant> instant) {
    return instant.map(at -> at.getEpochSecond() + at.getNano() / 1e9).orElse(0.0);
  }

  private CounterSnapshot verdict(Metric metric, List<RouteAccount> accounts, Verdict verdict) {
    return counter(metric, accounts, account -> account.verdicts().getOrDefault(verdict, 0L));
  }

  private CounterSnapshot counter(
      Metric metric, List<RouteAccount> accounts, ToLongFunction<RouteAccount> value) {
    return counters(
        metric,
        accounts,
        account ->
            List.of(
                CounterDataPointSnapshot.builder()
                    .labels(labels(metric, account.route()))
                    .value((double) value.applyAsLong(account))
                    .build()));
  }

  private static CounterSnapshot counters(
      Metric metric,
      List<RouteAccount> accounts,
      Function<RouteAccount, List<CounterDataPointSnapshot>> points) {
    return new CounterSnapshot(
        Families.metadata(metric),
        accounts.stream().flatMap(account -> points.apply(account).stream()).toList());
  }

  private GaugeSnapshot gauge(
      Metric metric, List<RouteAccount> accounts, ToDoubleFunction<RouteAccount> value) {
    return new GaugeSnapshot(
        Families.metadata(metric),
        accounts.stream()
            .map(
                account ->
                    GaugeDataPointSnapshot.builder()
                        .labels(labels(metric, account.route()))
                        .value(value.applyAsDouble(account))
                        .build())
            .toList());
  }

  private List<CounterDataPointSnapshot> duplicates(RouteAccount account) {
    return List.of(
        duplicate(account, "retry", account.duplicatesByRetry()),
        duplicate(account, "provider", account.duplicatesByProvider()));
  }

  private CounterDataPointSnapshot duplicate(RouteAccount account, String cause, long count) {
    return CounterDataPointSnapshot.builder()
        .labels(labels(Metric.MESSAGES_DUPLICATE, account.route(), cause))
        .value((double) count)
        .build();
  }

  private List<CounterDataPointSnapshot> reports(RouteAccount account) {
    List<CounterDataPointSnapshot> points = new ArrayList<>();
    account
        .reports()
        .forEach(
            (action, count) ->
                points.add(
                    CounterDataPointSnapshot.builder()
                        .labels(labels(Metric.DELIVERY_REPORTS, account.route(), action.label()))
                        .value(count.doubleValue())
                        .build()));
    return points;
  }

  /** The bound is written as the client writes {@code le}, so that rules can join the two. */
  private List<CounterDataPointSnapshot> ages(RouteAccount account) {
    List<CounterDataPointSnapshot> points = new ArrayList<>();
    for (int i = 0; i < AgeBounds.ALL.size(); i++) {
      points.add(
          CounterDataPointSnapshot.builder()
              .labels(
                  labels(
                      Metric.UNDELIVERED_AGE, account.route(), Double.toString(Families.AGES[i])))
              .value(account.undeliveredAt().get(i).doubleValue())
              .build());
    }
    return points;
  }

  private HistogramSnapshot latencies(List<RouteAccount> accounts) {
    Metric metric = Metric.END_TO_END_LATENCY;
    return new HistogramSnapshot(
        Families.metadata(metric),
        accounts.stream()
            .map(
                account ->
                    HistogramDataPointSnapshot.builder()
                        .labels(labels(metric, account.route()))
                        .classicHistogramBuckets(buckets(account))
                        .sum(Families.seconds(account.latencySum()))
                        .exemplars(exemplars.of(account.route()))
                        .build())
            .toList());
  }

  /** The ledger's cumulative counts as the client wants them: each bucket by itself. */
  private static ClassicHistogramBuckets buckets(RouteAccount account) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long below = 0;
    for (int i = 0; i < Families.AGES.length; i++) {
      long within = account.deliveredWithin().get(i);
      buckets.bucket(Families.AGES[i], within - below);
      below = within;
    }
    return buckets.bucket(Double.POSITIVE_INFINITY, account.arrived() - below).build();
  }

  private InfoSnapshot info(List<RouteAccount> accounts) {
    return new InfoSnapshot(
        Families.metadata(Metric.ROUTE_INFO),
        accounts.stream()
            .map(RouteAccount::route)
            .map(
                route ->
                    InfoDataPointSnapshot.builder()
                        .labels(
                            labels(
                                Metric.ROUTE_INFO,
                                route,
                                route.prober(),
                                seconds(route.every()),
                                seconds(route.deadline()),
                                route.delivery().target().toString()))
                        .build())
            .toList());
  }

  private static String seconds(Duration duration) {
    return Double.toString(Families.seconds(duration));
  }

  private Labels labels(Metric metric, Route route, String... own) {
    return known.of(metric, RouteLabels.of(route, own));
  }
}
