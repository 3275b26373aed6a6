package io.mailprobe.app.wiring;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.health.HealthEvents;
import io.mailprobe.app.health.ServiceHealth;
import io.mailprobe.app.http.HttpSide;
import io.mailprobe.app.http.HttpSources;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.metrics.StoreState;
import io.mailprobe.app.metrics.otlp.OtlpPush;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenDesk;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.app.wiring.NodePlan.HealthPlan;
import io.mailprobe.app.wiring.NodePlan.ProberPlan;
import io.mailprobe.prober.Prober;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.canary.Canaries;
import io.mailprobe.prober.canary.Canary;
import io.mailprobe.prober.canary.CanaryEvents;
import io.mailprobe.prober.compose.Composer;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.prober.restraint.Restraint;
import io.mailprobe.prober.submit.SmtpEngine;
import io.mailprobe.receiver.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of one process: at most one receiver, any number of probers, and the HTTP side over all
 * of them. Started once, drained, closed.
 */
final class Node implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Node.class);

  /** Under this name the receiver of the same process is read. */
  private static final String OWN_FEED = "local";

  private final NodePlan plan;
  private final TimeAndChance given;
  private final Build build = BuildInfo.read();
  private final Blame blame;
  private final Metrics metrics;
  private final StatusBoard board;
  private final Restraint restraint;

  /** What was opened, the newest first, which is the order in which it is closed. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private final List<Prober> probers = new ArrayList<>();
  private final List<Canaries> canaries = new ArrayList<>();
  private final List<Ledger> ledgers = new ArrayList<>();
  private Optional<Receiver> receiver = Optional.empty();
  private Optional<ServiceHealth> health = Optional.empty();
  private Optional<HttpSide> http = Optional.empty();

  Node(NodePlan plan, TimeAndChance given) {
    this.plan = plan;
    this.given = given;
    this.blame = new Blame(plan.classifier());
    this.restraint = new Restraint(given.clock());
    this.metrics = new Metrics(given.clock(), build, blame, plan.metrics().histograms());
    this.board = new StatusBoard(given.clock(), given.unhurried(), blame);
  }

  /**
   * Starts all parts: the receiver before the probers that need it, HTTP before the first probe.
   *
   * @throws IOException if one cannot be started; the message says what to do. Nothing is left open
   */
  void start() throws IOException {
    try {
      open.push(metrics);
      if (plan.receiver().isPresent()) {
        startReceiver();
      }
      TokenEvents tokens = metrics.tokens(plan.region());
      List<ProberPlan> planned =
          plan.probers().plan(receiver.map(Receiver::port).orElse(0), tokens);
      List<NamedFeed> feeds = feeds();
      ProberEvents events = events(planned, feeds);
      CanaryEvents seen = canaryEvents(planned);
      for (ProberPlan each : planned) {
        openProber(each, feeds, events, seen);
      }
      watchStores();
      if (plan.health().isPresent()) {
        startHealth(plan.health().get(), tokens);
      }
      open.push(board);
      board.start();
      startHttp();
      startPush();
      for (Prober prober : probers) {
        prober.start();
      }
      canaries.forEach(Canaries::start);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void startReceiver() throws IOException {
    Receiver starting =
        new Receiver(
            plan.receiver().orElseThrow(),
            plan.keys(),
            metrics.receiver(),
            given.clock(),
            given.scheduler(),
            given.random());
    starting.start();
    open.push(starting);
    receiver = Optional.of(starting);
    metrics.receiverCertificate(starting::certificateExpiry);
  }

  private List<NamedFeed> feeds() {
    List<NamedFeed> feeds = new ArrayList<>(plan.remoteFeeds());
    receiver.ifPresent(own -> feeds.add(new NamedFeed(OWN_FEED, own.feed())));
    return feeds;
  }

  private ProberEvents events(List<ProberPlan> planned, List<NamedFeed> feeds) {
    List<Route> routes = planned.stream().flatMap(each -> each.routes().stream()).toList();
    // A process without routes reads no feed, and is not deaf to one.
    List<String> names =
        routes.isEmpty() ? List.of() : feeds.stream().map(NamedFeed::name).toList();
    board.listenToProbes(metrics.probes());
    return ProberEvents.both(metrics.prober(routes, names), board.events());
  }

  private CanaryEvents canaryEvents(List<ProberPlan> planned) {
    List<Canary> all = planned.stream().flatMap(each -> each.canaries().stream()).toList();
    CanaryEvents counting = metrics.canaries(all);
    CanaryEvents showing = board.canaryEvents();
    return (canary, report) -> {
      counting.sessionEnded(canary, report);
      showing.sessionEnded(canary, report);
    };
  }

  private void openProber(
      ProberPlan planned, List<NamedFeed> feeds, ProberEvents events, CanaryEvents seen)
      throws IOException {
    Optional<Ledger> ledger =
        planned.routes().isEmpty() ? Optional.empty() : Optional.of(openLedger(planned, events));
    // After the ledger, so that it is closed before it: its last reports are written still.
    SmtpEngine engine = new SmtpEngine(planned.engine(), given.clock(), given.scheduler());
    engine.start();
    open.push(engine);
    if (ledger.isPresent()) {
      Composer composer = Plans.composer(plan.keys(), plan.receiver());
      Surroundings surroundings =
          new Surroundings(
              given.clock(), given.scheduler(), given.random(), events, restraint, work());
      probers.add(
          new Prober(planned.routes(), ledger.get(), composer, engine, feeds, surroundings));
    }
    Canaries added =
        new Canaries(
            planned.canaries(), restraint.visitor(engine), given.clock(), given.scheduler(), seen);
    canaries.add(added);
    metrics.watchCanaries(added::view);
    board.watchCanaries(added::view);
  }

  private Surroundings.Work work() {
    Surroundings.Work usual = Surroundings.Work.USUAL;
    return new Surroundings.Work(usual.composing(), given.passing(usual.sweep()));
  }

  private Ledger openLedger(ProberPlan planned, ProberEvents events) throws IOException {
    Ledger ledger =
        Ledger.open(planned.store(), planned.routes(), planned.retention(), given.clock(), events);
    open.push(ledger);
    ledgers.add(ledger);
    metrics.watch(ledger);
    board.watch(ledger);
    return ledger;
  }

  private void watchStores() {
    board.watchStores(this::storeTroubles);
    if (!ledgers.isEmpty()) {
      metrics.watchStore("ledger", () -> StoreState.ofAll(ledgers.stream().map(StoreState::of)));
    }
    receiver.ifPresent(
        own ->
            metrics.watchStore(
                "journal",
                () -> new StoreState(own.trouble().isEmpty(), own.journalSize().allocated())));
  }

  private void startHealth(HealthPlan planned, TokenEvents tokens) throws IOException {
    HealthEvents events = metrics.health();
    TokenDesk desk = new TokenDesk(given.clock(), planned.settings().trusted(), tokens);
    ServiceHealth starting =
        ServiceHealth.open(
            planned.settings(), planned.store(), desk.of(planned.application()), given, events);
    open.push(starting);
    metrics.watchHealth(starting::report);
    board.listen(starting::reported);
    starting.start();
    health = Optional.of(starting);
  }

  private void startPush() throws IOException {
    if (plan.metrics().push().isPresent()) {
      OtlpPush starting = metrics.push(plan.metrics().push().get(), given);
      open.push(starting);
      starting.start();
    }
  }

  private void startHttp() throws IOException {
    List<LedgerView> views = List.copyOf(ledgers);
    HttpSources sources =
        new HttpSources(
            build,
            metrics,
            board,
            blame,
            views,
            receiver.map(Receiver::feed),
            () -> health.map(ServiceHealth::report),
            this::notReady);
    HttpSide starting = new HttpSide(plan.http(), sources, given.clock());
    starting.start();
    open.push(starting);
    http = Optional.of(starting);
  }

  /** Why the process cannot take or account for mail now; empty while it can. May try to write. */
  private List<String> notReady() {
    List<String> reasons = new ArrayList<>();
    if (receiver.filter(own -> !own.ready()).isPresent()) {
      reasons.add(
          "the receiver does not listen, or its journal cannot be written"
              + receiver.flatMap(Receiver::trouble).map(why -> ": " + why).orElse(""));
    }
    if (ledgers.stream().anyMatch(ledger -> !ledger.writable())) {
      reasons.add(
          "the ledger cannot be written"
              + ledgers.stream()
                  .flatMap(ledger -> ledger.trouble().stream())
                  .findFirst()
                  .map(why -> ": " + why)
                  .orElse(""));
    }
    return reasons;
  }

  /** What is wrong with our own stores, as far as that is known without waiting. */
  private List<String> storeTroubles() {
    return Stream.concat(
            receiver.stream()
                .flatMap(own -> own.trouble().stream())
                .map(why -> "Our receiver takes no mail: " + why),
            ledgers.stream()
                .flatMap(ledger -> ledger.trouble().stream())
                .map(why -> "Our prober sends nothing: " + why))
        .distinct()
        .toList();
  }

  /** What a scrape of it gets. */
  Metrics metrics() {
    return metrics;
  }

  /** The receiver in it. */
  Receiver receiver() {
    return receiver.orElseThrow();
  }

  /** The port of the HTTP side. */
  int httpPort() {
    return http.orElseThrow().port();
  }

  /**
   * Ends in order: no new probes and no new connections, what is under way may end.
   *
   * @param patience for each part
   */
  void drain(Duration patience) throws InterruptedException {
    log.info("draining");
    for (Canaries each : canaries) {
      boolean _ = each.drain(patience);
    }
    for (Prober prober : probers) {
      boolean _ = prober.drain(patience);
    }
    receiver.ifPresent(own -> own.drain(patience));
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        log.warn("while closing: {}", e.toString());
      }
    }
  }
}
