package io.mailprobe.app.metrics;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.health.HealthEvents;
import io.mailprobe.app.health.HealthReport;
import io.mailprobe.app.metrics.otlp.OtlpPush;
import io.mailprobe.app.metrics.otlp.OtlpSettings;
import io.mailprobe.app.metrics.otlp.PushResult;
import io.mailprobe.app.status.ProbeListener;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.canary.CanaryEvents;
import io.mailprobe.prober.canary.CanaryView;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.receiver.ReceiverEvents;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The process's metrics. Wiring tells it the routes, hands its event sinks to probers and receiver,
 * lets it watch the ledgers, and calls {@link #check} before anything is served.
 */
public final class Metrics implements AutoCloseable {

  /** What Prometheus may ask for. */
  private static final List<String> FORMATS =
      List.of(
          "text/plain",
          "application/openmetrics-text; version=1.0.0",
          "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
              + " encoding=delimited");

  /** The purpose of their sessions. */
  private static final String CANARY = "canary";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Families families;
  private final LatencyExemplars exemplars = new LatencyExemplars();
  private final Map<List<String>, Route> routes = new ConcurrentHashMap<>();
  private final LedgerCollector ledgers;
  private final SessionCounts counts;
  private final SessionMeters sessions;
  private final FrontEndCollector frontEnds;
  private final Histogram acceptanceDelay;
  private final Histogram deliveryLatency;
  private final PassageMeters passages;
  private final Certificates certificates = new Certificates();
  private final StoreCollector stores = new StoreCollector();
  private final Optional<ProcessMeters> process;

  /** Knows the process alone; the rest is told by the methods below. */
  public Metrics(Clock clock, Build build, Blame blame) {
    this(clock, build, blame, Histograms.CLASSIC);
  }

  /** The same, with histograms in this form. */
  public Metrics(Clock clock, Build build, Blame blame, Histograms histograms) {
    this(clock, build, blame, histograms, true);
  }

  /** Knows not even the process: for one that is only imagined. */
  public static Metrics imagined(Clock clock, Build build, Blame blame) {
    return new Metrics(clock, build, blame, Histograms.CLASSIC, false);
  }

  private Metrics(Clock clock, Build build, Blame blame, Histograms histograms, boolean real) {
    families = new Families(registry, histograms);
    registry.register(certificates);
    counts = new SessionCounts(families, blame);
    sessions = new SessionMeters(clock, blame, families, counts, certificates);
    frontEnds = new FrontEndCollector(blame);
    registry.register(frontEnds);
    acceptanceDelay = families.histogram(Metric.ACCEPTANCE_DELAY, Families.AGES);
    deliveryLatency = families.histogram(Metric.DELIVERY_LATENCY, Families.AGES);
    passages = new PassageMeters(families);
    ledgers = new LedgerCollector(clock, exemplars);
    registry.register(ledgers);
    registry.register(stores);
    Info.builder()
        .name(Metric.BUILD_INFO.id())
        .help(Metric.BUILD_INFO.help())
        .labelNames(Families.labels(Metric.BUILD_INFO))
        .register(registry)
        .addLabelValues(build.version(), build.revision());
    process = real ? Optional.of(new ProcessMeters(registry)) : Optional.empty();
  }

  /**
   * Where probers report to. The series of these routes and feeds exist from now on, at 0.
   *
   * @param ofProcess all routes of all probers in this process
   * @param feeds the names by which the probers speak of the feeds that they read
   */
  public ProberEvents prober(List<Route> ofProcess, List<String> feeds) {
    for (Route route : ofProcess) {
      if (routes.putIfAbsent(key(route.region(), route.name()), route) != null) {
        throw new IllegalArgumentException(
            "two routes of this process are " + route.name() + " in region " + route.region());
      }
      sessions.expect(route);
      passages.expect(route);
      acceptanceDelay.initLabelValues(RouteLabels.of(route));
      deliveryLatency.initLabelValues(RouteLabels.of(route));
    }
    feeds.forEach(sessions::expectFeed);
    return sessions;
  }

  /** Where canaries report to. The series of these exist from now on, at 0. */
  public CanaryEvents canaries(List<Canary> ofProcess) {
    ofProcess.forEach(canary -> counts.expect(RouteLabels.of(canary), CANARY));
    return (canary, report) -> counts.ended(RouteLabels.of(canary), CANARY, canary.path(), report);
  }

  /** Exports from now on what canaries see of their front ends. It must not wait to say so. */
  public void watchCanaries(Supplier<List<CanaryView>> views) {
    frontEnds.watch(views);
  }

  /** Exports the numbers of this ledger from now on. */
  public void watch(LedgerView ledger) {
    ledgers.watch(ledger);
  }

  /** Exports from now on how a store of this process does. It must not wait to say so. */
  public void watchStore(String name, Supplier<StoreState> state) {
    stores.watch(name, state);
  }

  /** Where the receiver reports to; its series exist from now on. At most once. */
  public ReceiverEvents receiver() {
    return new ReceiverMeters(families);
  }

  /** Where requests for access tokens report to, in this region. At most once. */
  public TokenEvents tokens(String region) {
    return new TokenMeters(families, region);
  }

  /** Where readings of service health report to. At most once. */
  public HealthEvents health() {
    return new HealthMeters(families);
  }

  /** Exports from now on what this tells of service health. At most once. */
  public void watchHealth(Supplier<HealthReport> health) {
    registry.register(new HealthCollector(health));
  }

  /**
   * What pushes all that is exported to a collector, once it is started. At most once.
   *
   * @throws IOException if the trusted certificates cannot be used
   */
  public OtlpPush push(OtlpSettings settings, TimeAndChance given) throws IOException {
    Counter pushes = families.counter(Metric.OTLP_PUSHES);
    for (PushResult result : PushResult.values()) {
      pushes.initLabelValues(result.label());
    }
    return new OtlpPush(
        settings, registry::scrape, given, result -> pushes.labelValues(result.label()).inc());
  }

  /** When the receiver's certificate expires; asked each time. */
  public void receiverCertificate(Supplier<Instant> notAfter) {
    certificates.receiver(notAfter);
  }

  /** Where a follower of probes reports to: observes acceptance and arrival, once each. */
  public ProbeListener probes() {
    return new ProbeListener() {
      @Override
      public void accepted(ProbeRecord probe) {
        probe.accepted().ifPresent(at -> observe(acceptanceDelay, probe, probe.due(), at));
      }

      @Override
      public void arrived(ProbeHistory probe) {
        probe.record().arrived().ifPresent(at -> observeArrival(probe.record(), at));
        probe.arrivals().stream()
            .findFirst()
            .ifPresent(
                first -> route(probe.record()).ifPresent(route -> passages.arrived(route, first)));
      }
    };
  }

  private void observeArrival(ProbeRecord probe, Instant arrived) {
    probe.accepted().ifPresent(from -> observe(deliveryLatency, probe, from, arrived));
    Duration latency = Duration.between(probe.due(), arrived);
    route(probe).ifPresent(route -> exemplars.arrived(route, probe.id(), latency, arrived));
  }

  private void observe(Histogram histogram, ProbeRecord probe, Instant from, Instant to) {
    double seconds = Families.seconds(Duration.between(from, to));
    route(probe).ifPresent(route -> histogram.labelValues(RouteLabels.of(route)).observe(seconds));
  }

  private Optional<Route> route(ProbeRecord probe) {
    return Optional.ofNullable(routes.get(key(probe.region(), probe.route())));
  }

  /**
   * Scrapes once, in every format, so that a mistake in the metrics ends the start and not every
   * scrape of the day.
   *
   * @throws IllegalStateException if a scrape fails, or two metrics share a name; the message says
   *     which
   */
  public void check() {
    try {
      requireDistinct(registry.scrape());
      for (String accept : FORMATS) {
        scrape(accept);
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException("the metrics cannot be scraped: " + e.getMessage(), e);
    }
  }

  /** The client library takes them, and Prometheus then refuses the whole scrape, or half of it. */
  private static void requireDistinct(MetricSnapshots families) {
    Set<String> names = new HashSet<>();
    for (MetricSnapshot family : families) {
      String name = family.getMetadata().getPrometheusName();
      if (!names.add(name)) {
        throw new IllegalStateException("two metrics are called " + name);
      }
      Set<Labels> series = new HashSet<>();
      for (DataPointSnapshot point : family.getDataPoints()) {
        if (!series.add(point.getLabels())) {
          throw new IllegalStateException("two series are " + name + point.getLabels());
        }
      }
    }
  }

  /**
   * All series, in the format that fits the Accept header best.
   *
   * @throws IllegalStateException if two families share a name, or a collector fails
   */
  public Exposition scrape(String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream(65_536);
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new IllegalStateException("the metrics cannot be written: " + e.getMessage(), e);
    }
    return new Exposition(writer.getContentType(), body.toByteArray());
  }

  /** The families that may be wanted, by their names without a suffix, before they become text. */
  MetricSnapshots snapshots(Predicate<String> wanted) {
    return registry.scrape(wanted);
  }

  private static List<String> key(String region, String route) {
    return List.of(region, route);
  }

  @Override
  public void close() {
    process.ifPresent(ProcessMeters::close);
  }
}
