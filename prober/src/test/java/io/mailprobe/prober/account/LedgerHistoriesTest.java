package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.AgeBounds;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories, each on a route of its own, several hundred side by side in one ledger. After
 * every step each route's numbers are held against the law and against a model that knows nothing
 * of states, only what has happened to each probe.
 */
class LedgerHistoriesTest {

  /** In each of four runs; a mutation test, which runs them for each mutant, makes do with few. */
  private static final int HISTORIES = Integer.getInteger("mailprobe.histories", 10_000) / 4;

  private static final int STEPS = 25;
  private static final List<Action> ACTIONS = List.of(Action.values());

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyHistoryKeepsTheLaw(long seed) throws Exception {
    Random random = new Random(seed);
    ManualTime time = new ManualTime();
    List<Route> routes =
        IntStream.range(0, HISTORIES).mapToObj(i -> Samples.route("route-" + i)).toList();
    List<History> histories =
        routes.stream().map(route -> new History(route, random.nextLong(), time)).toList();
    Ledger ledger = Ledger.open(folder, routes, time, new RecordedEvents());
    for (int step = 0; step < STEPS; step++) {
      Ledger now = ledger;
      CompletableFuture.allOf(
              histories.stream()
                  .map(history -> history.step(now))
                  .toArray(CompletableFuture[]::new))
          .join();
      check(ledger, histories);
      time.advance(pause(random));
      if (random.nextInt(8) == 0) {
        Duration jump = Duration.ofSeconds(random.nextInt(1_200) - 600);
        time.jump(jump);
        histories.forEach(history -> history.clockSet(jump));
      }
      ledger.sweep(true).join();
      histories.forEach(History::swept);
      check(ledger, histories);
      if (random.nextInt(10) == 0) {
        ledger = restart(ledger, routes, time, histories, random);
      }
    }
    ledger.close();
  }

  /** Mostly seconds, now and then hours, so that every age and the loss deadline are reached. */
  private static Duration pause(Random random) {
    return random.nextInt(12) == 0
        ? Duration.ofMinutes(random.nextInt(600))
        : Duration.ofMillis(random.nextInt(20_000));
  }

  /** A copy of the files is what a crash leaves behind; sometimes the ledger itself goes on. */
  private Ledger restart(
      Ledger ledger, List<Route> routes, ManualTime time, List<History> histories, Random random)
      throws IOException {
    List<RouteAccount> before = ledger.accounts();
    Path copy = folder.resolve("copy-" + time.nanos());
    Files.createDirectories(copy);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    try (Ledger twin = Ledger.open(copy, routes, time, new RecordedEvents())) {
      assertThat(twin.accounts()).isEqualTo(before);
    }
    ledger.close();
    time.advance(pause(random));
    Ledger reopened = Ledger.open(folder, routes, time, new RecordedEvents());
    histories.forEach(History::restarted);
    check(reopened, histories);
    return reopened;
  }

  private static void check(Ledger ledger, List<History> histories) {
    List<RouteAccount> accounts = ledger.accounts();
    for (int i = 0; i < histories.size(); i++) {
      histories.get(i).check(accounts.get(i));
    }
  }

  /** What happened to one probe, as the world knows it. */
  private static final class Fate {
    final ProbeId id;

    /** Its tick by the clock as it is set now. */
    Instant due;

    BegunAttempt attempt;
    boolean running = true;
    boolean retryPending;
    boolean awaited;
    int mayBeAccepted = 1;
    @Nullable Verdict verdict;
    @Nullable Instant arrived;
    boolean recovered;
    final Set<Notice> reported = new HashSet<>();
    @Nullable Duration latency;
    int agesWhenArrived;
    int ages;

    Fate(BegunAttempt attempt) {
      this.id = attempt.probe();
      this.due = attempt.scheduled();
      this.attempt = attempt;
    }

    boolean isDeliveredWithin(int bound) {
      return latency != null
          && latency.compareTo(AgeBounds.ALL.get(bound)) <= 0
          && agesWhenArrived <= bound;
    }
  }

  /** The history of one route and its model. */
  private static final class History {
    private final Route route;
    private final Random random;
    private final ManualTime time;
    private final List<Fate> fates = new ArrayList<>();
    private final List<Instant> started = new ArrayList<>();
    private final List<FeedPage> pages = new ArrayList<>();
    private final Map<Action, Long> reports = new EnumMap<>(Action.class);
    private long duplicatesByRetry;
    private long duplicatesByProvider;

    History(Route route, long seed, ManualTime time) {
      this.route = route;
      this.random = new Random(seed);
      this.time = time;
      for (Action action : Action.values()) {
        reports.put(action, 0L);
      }
    }

    CompletableFuture<?> step(Ledger ledger) {
      @Nullable Fate fate = fates.isEmpty() ? null : fates.get(random.nextInt(fates.size()));
      int dice = random.nextInt(12);
      if (fate == null || dice < 2) {
        return open(ledger);
      }
      if (dice < 6) {
        return goOn(ledger, fate);
      }
      if (dice < 7 && !pages.isEmpty()) {
        return ledger.record("feed", pages.get(random.nextInt(pages.size()))); // Read once more.
      }
      return dice < 10 ? arrive(ledger, fate) : report(ledger, fate);
    }

    private CompletableFuture<?> open(Ledger ledger) {
      // The tick may be a little ahead of the clock: then an arrival can be before it.
      Instant tick = time.micros().plusMillis(random.nextInt(50) - 40);
      return ledger
          .open(route, ProbeId.create(tick, random), tick)
          .thenAccept(
              attempt -> {
                fates.add(new Fate(attempt));
                started.add(attempt.started());
              });
    }

    private CompletableFuture<?> goOn(Ledger ledger, Fate fate) {
      if (fate.running) {
        return finish(ledger, fate);
      }
      return random.nextInt(6) == 0 ? abandon(ledger, fate) : begin(ledger, fate);
    }

    private CompletableFuture<?> abandon(Ledger ledger, Fate fate) {
      boolean waits = fate.retryPending;
      fate.retryPending = false;
      fate.verdict = waits ? Verdict.ABANDONED : fate.verdict;
      return ledger.abandon(fate.id).thenAccept(done -> assertThat(done).isEqualTo(waits));
    }

    private CompletableFuture<?> begin(Ledger ledger, Fate fate) {
      return ledger
          .begin(fate.id)
          .thenAccept(
              begun -> {
                assertThat(begun.isPresent()).isEqualTo(fate.retryPending);
                if (begun.isPresent()) {
                  fate.attempt = begun.get();
                  started.add(fate.attempt.started());
                  fate.retryPending = false;
                  fate.running = true;
                  fate.mayBeAccepted++;
                }
              });
    }

    private CompletableFuture<?> finish(Ledger ledger, Fate fate) {
      fate.running = false;
      return switch (random.nextInt(5)) {
        case 0 -> giveUp(ledger, fate, Outcome.REJECTED, Verdict.REJECTED);
        case 1 -> giveUp(ledger, fate, Outcome.CLOSED, Verdict.ABANDONED);
        case 2 -> retry(ledger, fate);
        case 3 -> await(ledger, fate, Outcome.UNCERTAIN);
        default -> await(ledger, fate, Outcome.ACCEPTED);
      };
    }

    private CompletableFuture<?> giveUp(
        Ledger ledger, Fate fate, Outcome outcome, Verdict verdict) {
      fate.mayBeAccepted--;
      fate.verdict = fate.verdict == null ? verdict : fate.verdict;
      return ledger.giveUp(fate.attempt, report(outcome), verdict);
    }

    private CompletableFuture<?> retry(Ledger ledger, Fate fate) {
      // A policy may come that repeats even what is uncertain: then two attempts may be accepted.
      Outcome outcome = random.nextInt(3) == 0 ? Outcome.UNCERTAIN : Outcome.DEFERRED;
      fate.mayBeAccepted -= outcome == Outcome.DEFERRED ? 1 : 0;
      fate.retryPending = fate.verdict == null;
      return ledger
          .retry(fate.attempt, report(outcome), time.wall().plusSeconds(15))
          .thenAccept(waiting -> assertThat(waiting).isEqualTo(fate.retryPending));
    }

    private CompletableFuture<?> await(Ledger ledger, Fate fate, Outcome outcome) {
      fate.awaited = true;
      return ledger.await(fate.attempt, report(outcome));
    }

    private SessionReport report(Outcome outcome) {
      return Samples.report(outcome, time.micros());
    }

    /** The feed may lag, and several messages may come in one page, one of them unknown. */
    private CompletableFuture<?> arrive(Ledger ledger, Fate fate) {
      Instant at = time.micros().minusMillis(random.nextInt(10) == 0 ? random.nextInt(9_000) : 5);
      long place = pages.size() * 10L;
      List<Arrival> arrivals = new ArrayList<>();
      arrivals.add(Samples.arrival(place + 1, ProbeId.create(at, random), at));
      int copies = random.nextInt(8) == 0 ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        arrivals.add(Samples.arrival(place + 2 + copy, fate.id, at));
        arrived(fate, at);
      }
      // Each history has a journal of its own, as if it had a receiver of its own.
      FeedCursor next = new FeedCursor(route.name().replace("-", ""), place + 9);
      FeedPage page = new FeedPage(next, at, arrivals);
      pages.add(page);
      return ledger
          .record("feed", page)
          .thenAccept(unknown -> assertThat(unknown).containsExactly(arrivals.getFirst()));
    }

    /** A report on a probe of ours, perhaps twice, and one on a probe of somebody else's. */
    private CompletableFuture<?> report(Ledger ledger, Fate fate) {
      Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      Instant at = time.micros();
      long place = pages.size() * 10L;
      List<DeliveryReport> told = new ArrayList<>();
      told.add(Samples.report(place + 1, ProbeId.create(at, random), action, at));
      DeliveryReport report = Samples.report(place + 2, fate.id, action, at);
      told.add(report);
      if (random.nextBoolean()) {
        told.add(report.at(place + 3));
      }
      if (fate.reported.add(report.notice())) {
        reports.merge(action, 1L, Long::sum);
      }
      if (fate.verdict == null && action.isFinalFailure()) {
        fate.verdict = Verdict.BOUNCED;
        fate.retryPending = false;
      }
      FeedCursor next = new FeedCursor(route.name().replace("-", ""), place + 9);
      FeedPage page = new FeedPage(next, at, List.of(), told);
      pages.add(page);
      return ledger.record("feed", page).thenAccept(unknown -> assertThat(unknown).isEmpty());
    }

    private void arrived(Fate fate, Instant at) {
      if (fate.arrived != null && fate.mayBeAccepted > 1) {
        duplicatesByRetry++;
      } else if (fate.arrived != null) {
        duplicatesByProvider++;
      } else if (fate.verdict == null) {
        fate.verdict = Verdict.DELIVERED;
        fate.latency = Duration.between(fate.due, at);
        fate.agesWhenArrived = fate.ages;
        fate.retryPending = false;
      } else {
        fate.recovered = true;
      }
      fate.arrived = fate.arrived == null ? at : fate.arrived;
    }

    /** A latency is how long it took, whatever the clock is set to in between. */
    void clockSet(Duration by) {
      for (Fate fate : fates) {
        boolean ageing = fate.latency == null && fate.ages < AgeBounds.ALL.size();
        if (fate.verdict == null || ageing) {
          fate.due = fate.due.plus(by);
        }
      }
    }

    void swept() {
      age();
      for (Fate fate : fates) {
        boolean over = !time.wall().isBefore(fate.due.plus(route.lossDeadline()));
        if (fate.verdict == null && fate.awaited && !fate.running && over) {
          fate.verdict = Verdict.LOST;
        }
      }
    }

    private void age() {
      for (Fate fate : fates) {
        Duration age = Duration.between(fate.due, time.wall()).minusSeconds(1);
        int reached = 0;
        while (reached < AgeBounds.ALL.size() && AgeBounds.ALL.get(reached).compareTo(age) <= 0) {
          reached++;
        }
        fate.ages = Math.max(fate.ages, reached);
      }
    }

    void restarted() {
      age();
      for (Fate fate : fates) {
        fate.awaited |= fate.running;
        fate.running = false;
      }
    }

    /**
     * One comparison for all numbers. The complement is in it: what is not delivered within a bound
     * and not younger must be counted as undelivered there.
     */
    void check(RouteAccount account) {
      RouteAccount expected = expected();
      if (!account.equals(expected)) { // An assertion a check would take most of the time.
        assertThat(account).isEqualTo(expected);
      }
      long judged = account.verdicts().values().stream().mapToLong(Long::longValue).sum();
      if (account.opened() != judged + account.inFlight()) {
        throw new AssertionError("the law is broken: " + account);
      }
    }

    private RouteAccount expected() {
      Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
      for (Verdict verdict : Verdict.values()) {
        verdicts.put(verdict, count(fate -> fate.verdict == verdict));
      }
      List<Long> delivered = new ArrayList<>();
      List<Long> undelivered = new ArrayList<>();
      for (int i = 0; i < AgeBounds.ALL.size(); i++) {
        int bound = i;
        long within = count(fate -> fate.isDeliveredWithin(bound));
        long younger = count(fate -> fate.latency == null && fate.ages <= bound);
        delivered.add(within);
        undelivered.add(fates.size() - within - younger);
      }
      Stream<Duration> latencies =
          fates.stream().map(fate -> fate.latency).filter(Objects::nonNull);
      return new RouteAccount(
          route,
          fates.size(),
          verdicts,
          count(fate -> fate.verdict == null),
          fates.stream()
              .filter(fate -> fate.verdict == null)
              .map(fate -> fate.due)
              .min(Instant::compareTo),
          count(fate -> fate.recovered),
          duplicatesByRetry,
          duplicatesByProvider,
          reports,
          0, // Their receiver is never in trouble.
          delivered,
          undelivered,
          count(fate -> fate.latency != null),
          latencies.filter(Duration::isPositive).reduce(Duration.ZERO, Duration::plus),
          count(fate -> fate.latency != null && fate.latency.isNegative()),
          fates.stream().map(fate -> fate.arrived).filter(Objects::nonNull).max(Instant::compareTo),
          started.stream().max(Instant::compareTo));
    }

    private long count(Predicate<Fate> which) {
      long count = 0;
      for (Fate fate : fates) {
        count += which.test(fate) ? 1 : 0;
      }
      return count;
    }
  }
}
