package io.mailprobe.app.replay;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.metrics.StoreState;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.app.world.HostClock;
import io.mailprobe.app.world.RegionProbes;
import io.mailprobe.prober.Prober;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.canary.Canaries;
import io.mailprobe.prober.canary.CanaryEvents;
import io.mailprobe.prober.compose.Composer;
import io.mailprobe.prober.feed.FeedPages;
import io.mailprobe.prober.restraint.Restraint;
import io.mailprobe.prober.submit.InMemoryEngine;
import io.mailprobe.prober.submit.InMemoryServers;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

/**
 * One region's process of a virtual world: its prober, canary, ledger and metrics, as {@code run}
 * has them, on time that is given. It writes at once, and reads its feed when it is told to.
 */
final class RegionSite implements AutoCloseable {

  /** Ages and losses are looked for before each scrape, after the feed was read: not by itself. */
  private static final Duration SELDOM = Duration.ofDays(30);

  private final RegionProbes probes;
  private final HostClock clock;
  private final Scheduler scheduler;
  private final Metrics metrics;
  private final Ledger ledger;
  private final Optional<StatusBoard> board;
  private final Prober prober;
  private final Canaries canaries;
  private final FeedPages feed;
  private final ReceiverSite receiver;
  private final ProberEvents events;

  /**
   * A region that stands still.
   *
   * @param servers whom it reaches
   * @param watching hears of its canary, beside the metrics
   * @param folder for its ledger
   */
  RegionSite(
      RegionProbes probes,
      Parts parts,
      Metrics metrics,
      InMemoryServers servers,
      ReceiverSite receiver,
      CanaryEvents watching,
      Path folder)
      throws IOException {
    this.probes = probes;
    this.clock = parts.clock();
    this.scheduler = parts.scheduler();
    this.receiver = receiver;
    this.metrics = metrics;
    List<Route> routes = probes.routes();
    ProberEvents counted = metrics.prober(routes, List.of(receiver.feed().name()));
    board =
        parts.followed()
            ? Optional.of(new StatusBoard(clock, scheduler, parts.blame()))
            : Optional.empty();
    events = board.map(each -> ProberEvents.both(counted, each.events())).orElse(counted);
    ledger =
        Ledger.open(StoreAddress.scratch(folder), routes, Retention.DEFAULT, parts.clock(), events);
    metrics.watch(ledger);
    metrics.watchStore("ledger", () -> StoreState.of(ledger));
    board.ifPresent(
        each -> {
          each.listenToProbes(metrics.probes());
          each.watch(ledger);
        });
    Restraint restraint = new Restraint(clock);
    Surroundings surroundings =
        new Surroundings(
            clock,
            scheduler,
            parts.random(),
            events,
            restraint,
            new Surroundings.Work(Runnable::run, SELDOM));
    InMemoryEngine engine = new InMemoryEngine(servers, clock, scheduler);
    prober = new Prober(routes, ledger, parts.composer(), engine, List.of(), surroundings);
    feed = new FeedPages(receiver.feed(), probes.prober(), ledger, surroundings);
    CanaryEvents counting = metrics.canaries(List.of(probes.canary()));
    canaries =
        new Canaries(
            List.of(probes.canary()),
            restraint.visitor(engine),
            clock,
            scheduler,
            (canary, report) -> {
              counting.sessionEnded(canary, report);
              watching.sessionEnded(canary, report);
            });
    metrics.watchCanaries(canaries::view);
  }

  /**
   * What the process is given.
   *
   * @param clock its host's
   * @param followed whether each probe is looked at again when it changes: what is measured of the
   *     way of arrivals comes from that
   */
  record Parts(
      HostClock clock,
      Scheduler scheduler,
      RandomGenerator random,
      Blame blame,
      Composer composer,
      boolean followed) {}

  void start() throws IOException {
    feed.resume();
    board.ifPresent(StatusBoard::startUnattended);
    prober.start();
    canaries.start();
  }

  /** Reads what its feed has; counts it as a failure where that cannot be read. */
  private void readFeed() {
    try {
      boolean more = true;
      while (more) {
        more = feed.next(Duration.ZERO).full();
      }
    } catch (IOException | ExecutionException _) {
      events.feedRead(receiver.feed().name(), false);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What happened is told to whom it concerns, before it is looked at. */
  void settle() {
    readFeed();
    ledger.sweep(true).join();
    board.ifPresent(StatusBoard::readProbes);
  }

  String name() {
    return probes.region().name();
  }

  HostClock clock() {
    return clock;
  }

  Metrics metrics() {
    return metrics;
  }

  LedgerView ledger() {
    return ledger;
  }

  @Override
  public void close() {
    board.ifPresent(StatusBoard::close);
    ledger.close();
    metrics.close();
  }
}
