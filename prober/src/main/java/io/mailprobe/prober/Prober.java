package io.mailprobe.prober;

import io.mailprobe.prober.account.BegunAttempt;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.prober.account.PendingRetry;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.prober.compose.Composer;
import io.mailprobe.prober.feed.FeedReader;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.prober.retry.RetryPolicy;
import io.mailprobe.prober.schedule.Schedule;
import io.mailprobe.prober.submit.Submitter;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A prober: opens a probe at each tick of each route, sees it through to its verdict, and accounts
 * for it. The way of a probe is in {@link ProbeCourse}.
 */
public final class Prober {

  private static final Logger log = LoggerFactory.getLogger(Prober.class);

  /** How long losses wait for feeds to catch up: a receiver that is gone must not hide them. */
  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  /** Retries that fell due while no process ran begin this far apart, not all at once. */
  private static final Duration RESUME_SPACING = Duration.ofMillis(100);

  private final List<Route> routes;
  private final Ledger ledger;
  private final ProbeCourse course;
  private final List<Schedule> schedules;
  private final List<FeedReader> readers;
  private final Surroundings surroundings;
  private volatile boolean lossesToo;
  private volatile boolean stopped;
  private volatile Scheduler.@Nullable Pending nextSweep;

  /**
   * A prober that stands still until it is started.
   *
   * @param routes its routes, at least one, all of one prober
   * @param ledger opened for these routes; closed by whoever opened it
   */
  public Prober(
      List<Route> routes,
      Ledger ledger,
      Composer composer,
      Submitter submitter,
      List<NamedFeed> feeds,
      Surroundings surroundings) {
    if (routes.stream().map(Route::prober).distinct().count() != 1) {
      throw new IllegalArgumentException("routes of one prober, at least one");
    }
    this.routes = List.copyOf(routes);
    this.ledger = ledger;
    this.surroundings = surroundings;
    this.course = new ProbeCourse(ledger, composer, submitter, surroundings);
    this.schedules =
        routes.stream()
            .map(
                route ->
                    new Schedule(
                        route,
                        new RouteTicks(route, ledger, course, surroundings),
                        surroundings.clock(),
                        surroundings.scheduler()))
            .toList();
    String name = routes.getFirst().prober();
    this.readers =
        feeds.stream().map(feed -> new FeedReader(feed, name, ledger, surroundings)).toList();
  }

  /**
   * Starts all: feeds, pending retries, ages, and the schedules.
   *
   * @throws StoreException if the ledger cannot be read
   */
  public void start() throws StoreException {
    startUnscheduled();
    schedules.forEach(Schedule::start);
  }

  /**
   * Starts all but the schedules: probes are opened by {@link #probeNow} only.
   *
   * @throws StoreException if the ledger cannot be read
   */
  public void startUnscheduled() throws StoreException {
    surroundings.restraint().resume(ledger.mailboxUse());
    readers.forEach(FeedReader::start);
    CompletableFuture<Void> _ =
        CompletableFuture.allOf(
                readers.stream().map(FeedReader::caughtUp).toArray(CompletableFuture[]::new))
            .thenRun(() -> lossesToo = true);
    surroundings.scheduler().after(CATCH_UP, () -> lossesToo = true);
    resumeRetries();
    sweep();
  }

  /**
   * Opens a probe now, outside the schedule and beside the cap of probes in flight.
   *
   * @param listener hears the dialogue of its attempts as it happens, on the engine's thread
   */
  public ProbeHandle probeNow(Route route, Consumer<TranscriptLine> listener) {
    Instant now = surroundings.clock().micros();
    ProbeId probe = ProbeId.create(now, surroundings.random());
    CompletableFuture<SessionReport> firstSession = new CompletableFuture<>();
    CompletableFuture<Verdict> verdict = ledger.verdict(probe);
    CompletableFuture<BegunAttempt> _ =
        course
            .open(route, probe, now, new Follower(listener, firstSession))
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    firstSession.completeExceptionally(failure);
                    verdict.completeExceptionally(failure);
                  }
                });
    return new ProbeHandle(probe, firstSession, verdict);
  }

  /** What the ledger shows. */
  public LedgerView ledger() {
    return ledger;
  }

  /**
   * Ends: no tick, retry or feed page is taken from now on, and attempts under way may end. What is
   * in flight stays so on disk, and is taken up at the next start. Blocks.
   *
   * @return whether all attempts ended within the deadline; the others count as uncertain
   */
  public boolean drain(Duration deadline) throws InterruptedException {
    stopped = true;
    schedules.forEach(Schedule::stop);
    try {
      course.drain().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      log.warn("attempts under way did not end within {}", deadline);
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("draining does not fail", e);
    } finally {
      readers.forEach(FeedReader::stop);
      Scheduler.Pending sweep = nextSweep;
      if (sweep != null) {
        sweep.cancel();
      }
    }
  }

  private void resumeRetries() throws StoreException {
    Instant now = surroundings.clock().wall();
    Duration spread = Duration.ZERO;
    for (PendingRetry retry : ledger.pendingRetries()) {
      Optional<Route> route =
          routes.stream().filter(candidate -> candidate.name().equals(retry.route())).findFirst();
      boolean over =
          route.isEmpty() || new RetryPolicy(route.get().giveUp()).isOver(retry.scheduled(), now);
      if (over) {
        CompletableFuture<Boolean> _ = ledger.abandon(retry.probe());
      } else {
        Duration untilDue = Duration.between(now, retry.due());
        Duration delay = untilDue.compareTo(spread) > 0 ? untilDue : spread;
        course.tryAgain(route.get(), retry.probe(), delay, Follower.nobody());
        spread = spread.plus(RESUME_SPACING);
      }
    }
  }

  private void sweep() {
    CompletableFuture<Void> _ =
        ledger
            .sweep(lossesToo)
            .thenRun(
                () -> {
                  if (!stopped) {
                    nextSweep =
                        surroundings.scheduler().after(surroundings.work().sweep(), this::sweep);
                  }
                });
  }
}
