package io.mailprobe.prober.account;

import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.StepWatch;
import io.mailprobe.store.Store;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.store.StoreSize;
import io.mailprobe.store.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Every probe of one prober, from its opening to its verdict. At every instant, across restarts and
 * crashes: {@code opened = delivered + lost + rejected + abandoned + bounced + in flight}.
 *
 * <p>What a probe becomes is decided by what is on disk, inside the transaction that writes it, one
 * after the other. The books in memory follow, entry by entry, once the entry is on disk: they
 * never show what a crash could take back. No method blocks, but for {@link #open(Path, List,
 * Clock, ProberEvents)}, {@link #close} and those that read the disk; futures complete on the
 * store's thread, so what follows and may block goes elsewhere.
 *
 * <p>A route is known by its name. One that is configured no more keeps its probes and its numbers
 * on disk and under the law, but is not in {@link #accounts}.
 */
public final class Ledger implements LedgerView, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Ledger.class);

  /** How many probes one entry lets age: some 20 ms of writing. */
  private static final int AGE_LIMIT = 2_000;

  /** How many probes one entry takes away. */
  private static final int PRUNE_LIMIT = 500;

  private final Store store;
  private final Pruning pruning;
  private final Map<String, Route> routes;
  private final List<Route> inOrder;
  private final Clock clock;
  private final ProberEvents events;
  private final Books books;
  private final UnsavedReports unsaved = new UnsavedReports();
  private final Map<ProbeId, CompletableFuture<Verdict>> awaited = new ConcurrentHashMap<>();
  private final StepWatch steps;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private volatile Optional<StoreException> trouble = Optional.empty();

  /** By how much the clock was set without the disk having followed; guarded by the books. */
  private Duration unwrittenStep = Duration.ZERO;

  private Ledger(
      Store store,
      Pruning pruning,
      List<Route> routes,
      Clock clock,
      ProberEvents events,
      Books books) {
    this.store = store;
    this.pruning = pruning;
    this.routes = routes.stream().collect(Collectors.toMap(Route::name, route -> route));
    this.inOrder = List.copyOf(routes);
    this.clock = clock;
    this.events = events;
    this.books = books;
    this.steps = new StepWatch(clock);
  }

  /** Opens the ledger of a folder, with the usual retention. */
  public static Ledger open(Path folder, List<Route> routes, Clock clock, ProberEvents events)
      throws StoreException {
    return open(StoreAddress.folder(folder), routes, Retention.DEFAULT, clock, events);
  }

  /**
   * Opens the ledger of a store, and settles what happened while no process ran: attempts cut off
   * by the end of the last one are uncertain, and ages reached in between are counted. Losses are
   * left to {@link #sweep}, once the feeds have told what came in meanwhile.
   *
   * @param routes the routes configured now; their names differ
   * @throws StoreException if the store cannot be opened; its message says what to do
   */
  public static Ledger open(
      StoreAddress address,
      List<Route> routes,
      Retention retention,
      Clock clock,
      ProberEvents events)
      throws StoreException {
    Store store = Store.open(address, LedgerSchema.SCHEMA);
    try {
      long now = Micros.of(clock.wall());
      Books books =
          Futures.get(
              store.write(
                  connection -> {
                    int interrupted = TimeEntries.settleInterrupted(connection);
                    if (interrupted > 0) {
                      log.info("{} attempts were cut off by the end of the last run", interrupted);
                    }
                    AllAges.count(connection, now);
                    return Books.load(connection);
                  }));
      Pruning pruning = new Pruning(store, retention, clock);
      return new Ledger(store, pruning, routes, clock, events, books);
    } catch (StoreException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Opens a probe and begins its first attempt. Once the future completes both are on disk; where
   * it fails, neither is.
   */
  public CompletableFuture<BegunAttempt> open(Route route, ProbeId probe, Instant scheduled) {
    Instant now = clock.wall();
    return commit(
        connection -> {
          MailboxEntries.began(connection, route, now);
          return AttemptEntries.open(connection, route, probe, scheduled, now);
        });
  }

  /** Begins another attempt; empty where the probe has been settled in the meantime. */
  public CompletableFuture<Optional<BegunAttempt>> begin(ProbeId probe) {
    Instant now = clock.wall();
    return commit(
        connection -> {
          Entry<Optional<BegunAttempt>> begun = AttemptEntries.begin(connection, probe, now);
          for (Route route : routesOf(begun)) {
            MailboxEntries.began(connection, route, now);
          }
          return begun;
        });
  }

  /** The attempt ended with the message accepted, or perhaps: the probe may arrive. */
  public CompletableFuture<Void> await(BegunAttempt attempt, SessionReport report) {
    return finish(attempt, report, ProbeState.AWAITING, null).thenAccept(_ -> {});
  }

  /**
   * The attempt ended and another is to follow.
   *
   * @return whether it is: not where the probe has arrived in the meantime
   */
  public CompletableFuture<Boolean> retry(BegunAttempt attempt, SessionReport report, Instant at) {
    return finish(attempt, report, ProbeState.RETRYING, at)
        .thenApply(state -> state == ProbeState.RETRYING);
  }

  /** The attempt ended and so does the probe, unless it has arrived in the meantime. */
  public CompletableFuture<Void> giveUp(
      BegunAttempt attempt, SessionReport report, Verdict verdict) {
    return finish(attempt, report, ProbeState.of(verdict), null).thenAccept(_ -> {});
  }

  /** Gives up a probe that waits for an attempt which nobody will make. */
  public CompletableFuture<Boolean> abandon(ProbeId probe) {
    return commit(connection -> AttemptEntries.abandon(connection, probe));
  }

  /** Enters a page of a feed whose instants are by our own clock. */
  public CompletableFuture<List<Arrival>> record(String feed, FeedPage page) {
    return record(feed, page, Optional.empty());
  }

  /**
   * Enters a page of a feed and its cursor, in one. A page may be entered any number of times.
   *
   * @param clock how far the receiver's clock is from ours, where that was measured; the arrivals
   *     are entered by ours
   * @return the arrivals of probes that are not in this ledger
   */
  public CompletableFuture<List<Arrival>> record(
      String feed, FeedPage page, Optional<ClockOffset> clock) {
    return commit(connection -> ArrivalEntries.record(connection, feed, page, clock));
  }

  /**
   * Our receiver could not take mail for some time: what was on its way to it then, and was not
   * late before, is marked as perhaps delayed by it. May be told any number of times.
   *
   * @return how many probes were marked
   */
  public CompletableFuture<Integer> receiverTroubled(Instant from, Instant until) {
    return commit(connection -> TimeEntries.hold(connection, Micros.of(from), Micros.of(until)));
  }

  /**
   * What was sent through mailboxes in the last day.
   *
   * @throws StoreException if the store cannot be read
   */
  public List<MailboxUse> mailboxUse() throws StoreException {
    return store.read(MailboxEntries::all);
  }

  /**
   * How far a feed has been read.
   *
   * @throws StoreException if the store cannot be read
   */
  public Optional<FeedCursor> cursor(String feed) throws StoreException {
    return store.read(connection -> LedgerQueries.cursor(connection, feed));
  }

  /**
   * The probes that wait for their next attempt, the most urgent first.
   *
   * @throws StoreException if the store cannot be read
   */
  public List<PendingRetry> pendingRetries() throws StoreException {
    return store.read(LedgerQueries::pendingRetries);
  }

  /**
   * Does what time asks for: writes the reports that could not be written, counts the ages reached,
   * and calls lost what has passed its loss deadline. To be called a few times a second; writes
   * nothing where nothing is due. It fails only in the log: what is due stays due.
   *
   * @param losses whether probes may be called lost now: not while feeds are still catching up
   */
  public CompletableFuture<Void> sweep(boolean losses) {
    if (!sweeping.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(null); // The one under way takes a slow disk's time.
    }
    long now = Micros.of(clock.wall());
    unsaved.retry();
    return heal()
        .thenCompose(_ -> age(now))
        .thenCompose(
            _ ->
                losses
                    ? commit(connection -> TimeEntries.lose(connection, now))
                    : CompletableFuture.completedFuture(0))
        .thenCompose(_ -> pruning.isDue() ? prune(now) : CompletableFuture.completedFuture(false))
        .handle(
            (_, failure) -> {
              sweeping.set(false);
              if (failure != null) {
                log.debug("ages and losses wait for the store", failure);
              }
              return null;
            });
  }

  /** A store that could not be written is tried, so that it is known when it can be. */
  private CompletableFuture<Void> heal() {
    return trouble.filter(StoreException::isOfTheStore).isPresent()
        ? store.touch().whenComplete((_, failure) -> note(failure == null, failure))
        : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Boolean> age(long now) {
    return commit(connection -> TimeEntries.age(connection, now, AGE_LIMIT))
        .thenCompose(more -> more ? age(now) : CompletableFuture.completedFuture(false));
  }

  private CompletableFuture<Boolean> prune(long now) {
    return commit(connection -> Entry.of(pruning.bounds(connection, now))).thenCompose(this::prune);
  }

  private CompletableFuture<Boolean> prune(PruneEntries.Bounds bounds) {
    return commit(connection -> Entry.of(pruning.prune(connection, bounds, PRUNE_LIMIT)))
        .thenCompose(
            pruned ->
                pruned == PRUNE_LIMIT ? prune(bounds) : CompletableFuture.completedFuture(false));
  }

  /** Whether the store took what was last written to it. */
  public boolean writable() {
    return trouble.isEmpty();
  }

  @Override
  public Optional<String> trouble() {
    return trouble.or(store::damage).map(StoreException::getMessage);
  }

  @Override
  public StoreSize size() {
    return store.lastSize();
  }

  /** How many probes of a route are in flight. */
  public long inFlight(Route route) {
    synchronized (books) {
      return books.of(route.name()).inFlight();
    }
  }

  /** Completes once the probe, which is not opened yet, has a verdict. */
  public CompletableFuture<Verdict> verdict(ProbeId probe) {
    CompletableFuture<Verdict> verdict =
        awaited.computeIfAbsent(probe, _ -> new CompletableFuture<>());
    CompletableFuture<Verdict> _ = verdict.whenComplete((_, _) -> awaited.remove(probe, verdict));
    return verdict;
  }

  @Override
  public List<RouteAccount> accounts() {
    synchronized (books) {
      return inOrder.stream().map(route -> books.of(route.name()).account(route)).toList();
    }
  }

  @Override
  public List<ProbeRecord> probes(Filter filter) throws IOException {
    return store.read(connection -> LedgerQueries.probes(connection, filter));
  }

  @Override
  public Optional<ProbeHistory> probe(ProbeId id) throws IOException {
    return store.read(connection -> LedgerQueries.probe(connection, id));
  }

  /** Finishes the entries handed in before, then closes the store. */
  @Override
  public void close() {
    unsaved.retryAll();
    store.close();
    unsaved.close();
  }

  private CompletableFuture<ProbeState> finish(
      BegunAttempt attempt, SessionReport report, ProbeState next, @Nullable Instant again) {
    return unsaved.save(
        () ->
            commit(
                connection -> {
                  Entry<ProbeState> finished =
                      AttemptEntries.finish(connection, attempt, report, next, again);
                  if (!MailboxUse.counts(report.outcome())) {
                    for (Route route : routesOf(finished)) {
                      MailboxEntries.sentNothing(connection, route, attempt.started());
                    }
                  }
                  return finished;
                }));
  }

  /** The configured routes that an entry is about: one, or none where it is configured no more. */
  private List<Route> routesOf(Entry<?> entry) {
    return entry.changes().stream()
        .map(Change::route)
        .distinct()
        .flatMap(name -> Optional.ofNullable(routes.get(name)).stream())
        .toList();
  }

  /** Writes; once that is on disk, changes the books in the order of the disk, then tells of it. */
  private <T> CompletableFuture<T> commit(Work<Entry<T>> work) {
    CompletableFuture<Entry<T>> entered;
    synchronized (books) { // Else two callers might hand in and hook on in different orders.
      followClock();
      entered = store.write(connection -> enter(connection, work)).thenApply(this::apply);
    }
    CompletableFuture<Entry<T>> _ =
        entered.whenComplete(
            (entry, failure) -> note(entry != null && !entry.changes().isEmpty(), failure));
    return entered.thenApply(this::announce);
  }

  /** An entry, and the books as they were before it where ours may not be these. */
  private record Entered<T>(Optional<Books> before, Entry<T> entry) {}

  /** The entry with the numbers that it changes, in one transaction. */
  private <T> Entered<T> enter(Connection connection, Work<Entry<T>> work) throws SQLException {
    Optional<Books> before =
        books.mayBeStale(store.generation())
            ? Optional.of(Books.load(connection))
            : Optional.empty();
    Entry<T> entry = work.run(connection);
    Totals.add(connection, entry.changes());
    return new Entered<>(before, entry);
  }

  /** What waits is moved with the clock before anything is entered by the clock as it is now. */
  private void followClock() {
    unwrittenStep = unwrittenStep.plus(steps.look());
    if (unwrittenStep.isZero()) {
      return;
    }
    Duration step = unwrittenStep;
    unwrittenStep = Duration.ZERO;
    log.warn("the clock was set by {}: what is in flight is moved with it", step);
    CompletableFuture<Void> _ =
        store
            .write(connection -> enter(connection, c -> TimeEntries.step(c, Micros.of(step))))
            .thenApply(this::apply)
            .handle(
                (_, failure) -> {
                  if (failure != null) {
                    note(false, failure);
                    synchronized (books) {
                      unwrittenStep = unwrittenStep.plus(step);
                    }
                  }
                  return null;
                });
  }

  /** An entry that changes nothing writes nothing, and shows nothing of the store. */
  private void note(boolean wrote, @Nullable Throwable failure) {
    boolean before = writable();
    if (failure != null) {
      books.suspect();
      Throwable cause = Futures.causeOf(failure);
      trouble = Optional.of(StoreException.of(cause));
      log.atLevel(before ? Level.ERROR : Level.DEBUG)
          .log("the ledger cannot be written: {}", cause.getMessage());
    } else if (wrote) {
      trouble = Optional.empty();
      log.atLevel(before ? Level.TRACE : Level.INFO).log("the ledger can be written");
    }
  }

  private <T> Entry<T> apply(Entered<T> entered) {
    synchronized (books) {
      entered.before().ifPresent(books::become);
      books.apply(entered.entry().changes());
    }
    return entered.entry();
  }

  private <T> T announce(Entry<T> entry) {
    for (Change change : entry.changes()) {
      switch (change) {
        case Change.Aged _, Change.Stepped _ -> {}
        case Change.Judged judged -> {
          changed(judged);
          settled(judged.probe(), judged.verdict());
        }
        case Change.Delivered delivered -> {
          changed(delivered);
          settled(delivered.probe(), Verdict.DELIVERED);
        }
        case Change.Reported reported -> {
          changed(reported);
          told(reported);
        }
        case Change.Opened _,
            Change.Began _,
            Change.Noted _,
            Change.Recovered _,
            Change.Duplicated _,
            Change.Held _ ->
            changed(change);
      }
    }
    return entry.result();
  }

  private void changed(Change change) {
    Route route = routes.get(change.route());
    if (route == null) {
      return;
    }
    try {
      events.probeChanged(route, change.probe());
    } catch (RuntimeException e) {
      log.error("a listener failed; what it should have heard is written all the same", e);
    }
  }

  private void told(Change.Reported reported) {
    Route route = routes.get(reported.route());
    if (route == null) {
      return;
    }
    try {
      events.reported(route, reported.report());
    } catch (RuntimeException e) {
      log.error("a listener failed; what it should have heard is written all the same", e);
    }
  }

  private void settled(ProbeId probe, Verdict verdict) {
    CompletableFuture<Verdict> waiting = awaited.get(probe);
    if (waiting != null) {
      waiting.complete(verdict);
    }
  }
}
