package io.mailprobe.app.status;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.blame.Cause;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.prober.canary.CanaryEvents;
import io.mailprobe.prober.canary.CanaryView;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the probers of a process and says how each route does. Wiring hands its {@link #events}
 * to the probers, lets it watch their ledgers, and starts it before them.
 */
public final class StatusBoard implements AutoCloseable {

  private static final Duration PACE = Duration.ofSeconds(1);

  /** A look that is later than this shows that the process was suspended, or starved. */
  private static final Duration HELD_UP = Duration.ofSeconds(5);

  private final Clock clock;
  private final Scheduler scheduler;
  private final Blame blame;
  private final ProbeTail tail;
  private final UnclassifiedReplies unclassified = new UnclassifiedReplies();
  private final Map<Key, RouteMemory> memories = new ConcurrentHashMap<>();
  private final Map<String, FeedHealth> feeds = new ConcurrentHashMap<>();
  private final List<Supplier<List<CanaryView>>> canaries = new CopyOnWriteArrayList<>();
  private final List<Consumer<StatusReport>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Instant started;
  private volatile Instant lastLook = Instant.EPOCH;
  private volatile Instant awakeSince = Instant.EPOCH;
  private volatile @Nullable Thread reader;
  private volatile boolean closed;
  private volatile Supplier<List<String>> stores = List::of;

  /** Looks at nothing before its start. */
  public StatusBoard(Clock clock, Scheduler scheduler, Blame blame) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.blame = blame;
    this.tail = new ProbeTail(clock);
    tail.listen(
        new ProbeListener() {
          @Override
          public void changed(ProbeRecord probe) {
            Optional.ofNullable(memories.get(new Key(probe.region(), probe.route())))
                .ifPresent(memory -> memory.probeChanged(probe));
          }
        });
  }

  /** Where probers report to. */
  public ProberEvents events() {
    return new Events();
  }

  /** Watches this ledger's routes; to be called before the start. */
  public void watch(LedgerView ledger) {
    tail.watch(ledger);
  }

  /**
   * Tells this listener of each probe whose record changes, and of the recent ones at the start.
   */
  public void listenToProbes(ProbeListener listener) {
    tail.listen(listener);
  }

  /** Tells this listener about once a second how the routes do. It must not block. */
  public void listen(Consumer<StatusReport> listener) {
    listeners.add(listener);
  }

  /** Shows from now on what is wrong with our own stores. It must not wait to say so. */
  public void watchStores(Supplier<List<String>> troubles) {
    stores = troubles;
  }

  /** Where canaries report to: their replies may be ones that no rule knows. */
  public CanaryEvents canaryEvents() {
    return (canary, report) ->
        blame
            .of(canary.path(), report)
            .filter(Cause::isUnclassified)
            .ifPresent(_ -> unclassified.add(canary.region(), canary.name(), report, clock.wall()));
  }

  /** Shows from now on what canaries see. It must not wait to say so. */
  public void watchCanaries(Supplier<List<CanaryView>> views) {
    canaries.add(views);
  }

  /** Begins to look. */
  public void start() {
    Instant now = begin();
    tail.start();
    reader = Thread.ofVirtual().name("status-probes").start(tail::run);
    listeners.forEach(listener -> listener.accept(report(now)));
    scheduler.after(PACE, this::look);
  }

  /** Begins without a reading thread, for tests on manual time: they call {@link #readProbes}. */
  void startWithoutReader() {
    startUnattended();
    scheduler.after(PACE, this::look);
  }

  /**
   * Begins to follow the probes, on the caller's thread and only when {@link #readProbes} is
   * called; nobody is told how the routes do.
   */
  public void startUnattended() {
    begin();
    tail.start();
    tail.begin();
  }

  /** Reads the probes that have changed so far, on the caller's thread. */
  public void readProbes() {
    tail.drain();
  }

  /** How the routes do now. */
  public StatusReport report() {
    return report(clock.wall());
  }

  @Override
  public void close() {
    closed = true;
    Thread running = reader;
    if (running != null) {
      running.interrupt();
    }
  }

  private Instant begin() {
    Instant now = clock.wall();
    started = now;
    lastLook = now;
    awakeSince = now;
    tail.accounts().forEach(account -> memory(account.route()));
    return now;
  }

  private void look() {
    if (!closed) {
      StatusReport report = report();
      listeners.forEach(listener -> listener.accept(report));
      scheduler.after(PACE, this::look);
    }
  }

  private StatusReport report(Instant now) {
    if (lastLook.plus(HELD_UP).isBefore(now)) {
      awakeSince = now;
    }
    lastLook = now;
    List<FeedHealth> health =
        feeds.values().stream().sorted(Comparator.comparing(FeedHealth::name)).toList();
    List<RouteStatus> routes =
        tail.accounts().stream()
            .sorted(
                Comparator.comparing((RouteAccount account) -> account.route().region())
                    .thenComparing(account -> account.route().name()))
            .map(account -> memory(account.route()).status(account, health, awakeSince, now))
            .toList();
    List<RouteStatus> judged =
        routes.stream()
            .map(route -> route.suspecting(Suspicion.of(route, routes, deafTo(health, now))))
            .toList();
    return new StatusReport(now, judged, canaries(), health, unclassified.list(), stores.get());
  }

  private List<CanaryStatus> canaries() {
    return canaries.stream()
        .flatMap(views -> views.get().stream())
        .map(view -> CanaryJudge.judge(view, blame))
        .sorted(
            Comparator.comparing((CanaryStatus status) -> status.canary().region())
                .thenComparing(status -> status.canary().name()))
        .toList();
  }

  private static List<String> deafTo(List<FeedHealth> feeds, Instant now) {
    return feeds.stream().filter(feed -> feed.deaf(now)).map(FeedHealth::name).toList();
  }

  private RouteMemory memory(Route route) {
    Instant since = started;
    return memories.computeIfAbsent(
        new Key(route.region(), route.name()),
        _ -> new RouteMemory(route, since == null ? clock.wall() : since));
  }

  private record Key(String region, String route) {}

  private final class Events implements ProberEvents {

    @Override
    public void ticked(Route route, Duration lag) {
      memory(route).ticked(clock.wall());
    }

    @Override
    public void skipped(Route route, SkipReason reason) {
      memory(route).skipped(clock.wall(), reason);
    }

    @Override
    public void sessionEnded(Route route, ProbeId probe, SessionReport report) {
      Instant now = clock.wall();
      Optional<Cause> cause = blame.of(route.path(), report);
      cause
          .filter(Cause::isUnclassified)
          .ifPresent(_ -> unclassified.add(route.region(), route.name(), report, now));
      memory(route).sessionEnded(SessionNote.of(now, report, cause));
    }

    @Override
    public void probeChanged(Route route, ProbeId probe) {
      tail.changed(probe);
    }

    @Override
    public void reported(Route route, DeliveryReport report) {
      // The probe's record shows the rest.
      Optional<Cause> cause = blame.of(report.notice());
      cause
          .filter(Cause::isUnclassified)
          .ifPresent(
              _ -> unclassified.add(route.region(), route.name(), report.notice(), clock.wall()));
      if (report.notice().action().isFinalFailure()) {
        memory(route).returned(cause.map(Cause::party).orElse(Party.UNKNOWN));
      }
    }

    @Override
    public void unknownArrival(ProbeId probe) {
      // Says nothing about a route.
    }

    @Override
    public void feedRead(String feed, boolean answered) {
      Instant now = clock.wall();
      feeds.compute(feed, (name, before) -> known(name, before, now).read(answered, now));
    }

    @Override
    public void clockMeasured(String feed, ClockOffset offset) {
      Instant now = clock.wall();
      feeds.compute(feed, (name, before) -> known(name, before, now).measured(offset));
    }

    private static FeedHealth known(String name, @Nullable FeedHealth before, Instant now) {
      return before == null ? FeedHealth.unread(name, now) : before;
    }
  }
}
