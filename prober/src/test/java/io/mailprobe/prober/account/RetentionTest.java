package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.Store;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes go, their numbers stay. */
class RetentionTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Retention SHORT =
      new Retention(DAY.multipliedBy(7), DAY.multipliedBy(30), 1L << 40);

  @TempDir private Path folder;
  private final Random random = new Random(1);
  private final ManualTime time = new ManualTime();
  private final Route route = Samples.route("outbound");
  private Ledger ledger;
  private long journal;

  @BeforeEach
  void open() throws StoreException {
    open(SHORT);
  }

  private void open(Retention retention) throws StoreException {
    ledger =
        Ledger.open(
            StoreAddress.folder(folder), List.of(route), retention, time, new RecordedEvents());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private ProbeId accepted() {
    ProbeId probe = ProbeId.create(time.micros(), random);
    BegunAttempt attempt = ledger.open(route, probe, time.micros()).join();
    ledger.await(attempt, Samples.report(Outcome.ACCEPTED, time.micros())).join();
    return probe;
  }

  private ProbeId delivered() {
    ProbeId probe = accepted();
    arrive(probe);
    return probe;
  }

  private FeedPage arrive(ProbeId probe) {
    FeedPage page = page(probe);
    ledger.record("feed", page).join();
    return page;
  }

  private synchronized FeedPage page(ProbeId probe) {
    journal++;
    Arrival arrival = Samples.arrival(journal, probe, time.micros());
    return new FeedPage(new FeedCursor("j", journal), time.micros(), List.of(arrival));
  }

  private ProbeId rejected() {
    ProbeId probe = ProbeId.create(time.micros(), random);
    BegunAttempt attempt = ledger.open(route, probe, time.micros()).join();
    ledger
        .giveUp(attempt, Samples.report(Outcome.REJECTED, time.micros()), Verdict.REJECTED)
        .join();
    return probe;
  }

  private void pass(Duration duration) {
    time.advance(duration);
    ledger.sweep(true).join();
  }

  private boolean known(ProbeId probe) throws Exception {
    return ledger.probe(probe).isPresent();
  }

  private RouteAccount account() {
    return ledger.accounts().getFirst();
  }

  @Test
  void successesGoFirstFailuresLaterAndWhatIsInFlightNever() throws Exception {
    ProbeId success = delivered();
    ProbeId failure = rejected();
    ProbeId waiting = ProbeId.create(time.micros(), random);
    BegunAttempt attempt = ledger.open(route, waiting, time.micros()).join();
    ledger
        .retry(
            attempt,
            Samples.report(Outcome.DEFERRED, time.micros()),
            time.wall().plus(DAY.multipliedBy(100)))
        .join();
    pass(DAY.multipliedBy(6));
    assertThat(List.of(known(success), known(failure), known(waiting))).doesNotContain(false);
    pass(DAY.multipliedBy(2));
    assertThat(List.of(known(success), known(failure), known(waiting)))
        .containsExactly(false, true, true);
    pass(DAY.multipliedBy(30));
    assertThat(List.of(known(success), known(failure), known(waiting)))
        .containsExactly(false, false, true);
  }

  /** To look is to read all; a start, and the moments after a look, have other things to do. */
  @Test
  void whatIsOldEnoughGoesOnceAMinuteHasPassedSinceTheLastLook() throws Exception {
    ledger.close();
    open(new Retention(Duration.ZERO, Duration.ZERO, 1L << 40));
    ProbeId first = delivered();
    pass(Duration.ofSeconds(59));
    assertThat(known(first)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(known(first)).isFalse();
    ProbeId second = delivered();
    pass(Duration.ofSeconds(59));
    assertThat(known(second)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(known(second)).isFalse();
  }

  @Test
  void noMoreGoAtOnceThanIsAllowedOfBothKindsTogether() throws Exception {
    for (int i = 0; i < 3; i++) {
      delivered();
      rejected();
    }
    pass(DAY.multipliedBy(2)); // All ages are reached.
    ledger.close();
    long now = Micros.of(time.wall());
    try (Store store = Store.open(folder, LedgerSchema.SCHEMA)) {
      PruneEntries.Bounds all = new PruneEntries.Bounds(now, now);
      assertThat(store.write(on -> PruneEntries.prune(on, all, 4)).join()).isEqualTo(4);
      assertThat(store.write(on -> PruneEntries.prune(on, all, 4)).join()).isEqualTo(2);
    }
    open();
  }

  @Test
  void noNumberChangesNotEvenAcrossARestart() throws Exception {
    for (int i = 0; i < 20; i++) {
      delivered();
      rejected();
      accepted(); // Will be lost.
      time.advance(Duration.ofSeconds(7));
    }
    delivered();
    pass(DAY.multipliedBy(3));
    RouteAccount before = account();
    assertThat(before.opened()).isEqualTo(61);
    assertThat(before.verdicts()).containsEntry(Verdict.LOST, 20L);
    pass(DAY.multipliedBy(40));
    pass(Duration.ofMinutes(2));
    assertThat(ledger.probes(new LedgerView.Filter(Optional.empty(), false, Optional.empty(), 100)))
        .isEmpty();
    assertThat(account()).isEqualTo(before);
    ledger.close();
    open();
    assertThat(account()).isEqualTo(before);
    BegunAttempt next =
        ledger.open(route, ProbeId.create(time.micros(), random), time.micros()).join();
    assertThat(next.sequence()).as("goes on").isEqualTo(62);
  }

  @Test
  void anArrivalOfAProbeThatWentIsNotCountedAgain() throws Exception {
    ProbeId probe = accepted();
    FeedPage page = arrive(probe);
    pass(DAY.multipliedBy(8));
    RouteAccount before = account();
    assertThat(known(probe)).isFalse();
    assertThat(ledger.record("feed", page).join()).as("unknown now").hasSize(1);
    assertThat(account()).isEqualTo(before);
  }

  @Test
  void whereRoomIsShortTheOldestSuccessesGo() throws Exception {
    ledger.close();
    open(new Retention(DAY.multipliedBy(300), DAY.multipliedBy(300), 250_000));
    ProbeId failure = rejected();
    List<CompletableFuture<BegunAttempt>> begun = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Instant tick = time.micros();
      begun.add(ledger.open(route, ProbeId.create(tick, random), tick));
      time.advance(Duration.ofHours(1));
    }
    List<BegunAttempt> attempts = begun.stream().map(CompletableFuture::join).toList();
    CompletableFuture.allOf(
            attempts.stream()
                .map(one -> ledger.await(one, Samples.report(Outcome.ACCEPTED, one.started())))
                .toArray(CompletableFuture[]::new))
        .join();
    List<Arrival> arrivals =
        attempts.stream()
            .map(one -> Samples.arrival(++journal, one.probe(), one.scheduled().plusMillis(900)))
            .toList();
    ledger
        .record("feed", new FeedPage(new FeedCursor("j", journal), time.micros(), arrivals))
        .join();
    ProbeId first = attempts.getFirst().probe();
    ProbeId last = attempts.getLast().probe();
    pass(DAY.multipliedBy(2));
    assertThat(ledger.size().used()).isLessThan(250_000);
    assertThat(List.of(known(failure), known(first), known(last)))
        .containsExactly(true, false, true);
    assertThat(account().opened()).isEqualTo(301);
  }

  @Test
  void whereFailuresAloneTakeTheRoomTheOldestOfThemGoAndWhatIsInFlightStays() throws Exception {
    ledger.close();
    open(new Retention(DAY.multipliedBy(300), DAY.multipliedBy(300), 250_000));
    ProbeId waiting = ProbeId.create(time.micros(), random);
    BegunAttempt attempt = ledger.open(route, waiting, time.micros()).join();
    Instant again = time.wall().plus(DAY.multipliedBy(100));
    ledger.retry(attempt, Samples.report(Outcome.DEFERRED, time.micros()), again).join();
    List<ProbeId> failures = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      failures.add(rejected());
      time.advance(Duration.ofHours(1));
    }
    RouteAccount before = account();
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMinutes(2));
    }
    assertThat(ledger.size().used()).isLessThan(250_000);
    assertThat(List.of(known(waiting), known(failures.getFirst()), known(failures.getLast())))
        .containsExactly(true, false, true);
    assertThat(account().verdicts()).isEqualTo(before.verdicts());
    assertThat(account().opened()).isEqualTo(301);
    arrive(waiting);
    assertThat(account().arrived()).as("what was in flight is counted").isEqualTo(1);
  }

  @Test
  void ofVeryManyAttemptsThoseInTheMiddleKeepAllButTheirDialogue() throws Exception {
    ProbeId probe = ProbeId.create(time.micros(), random);
    BegunAttempt attempt = ledger.open(route, probe, time.micros()).join();
    int attempts = 2 * EvidenceBounds.DIALOGUES + 15;
    for (int number = 1; number <= attempts; number++) {
      SessionReport report = Samples.report(Outcome.DEFERRED, time.micros());
      ledger.retry(attempt, report, time.wall().plusSeconds(60)).join();
      time.advance(Duration.ofSeconds(60));
      if (number < attempts) {
        attempt = ledger.begin(probe).join().orElseThrow();
      }
    }
    List<ProbeHistory.Attempt> kept = ledger.probe(probe).orElseThrow().attempts();
    assertThat(kept).hasSize(attempts);
    List<TranscriptLine> dialogue = Samples.report(Outcome.DEFERRED, time.micros()).transcript();
    for (ProbeHistory.Attempt each : kept) {
      SessionReport report = each.report().orElseThrow();
      boolean whole =
          each.number() <= EvidenceBounds.DIALOGUES
              || each.number() > attempts - EvidenceBounds.DIALOGUES;
      assertThat(report.transcript().equals(dialogue)).as("%s", each.number()).isEqualTo(whole);
      assertThat(report.reply()).isPresent();
      assertThat(report.phases()).isNotEmpty();
    }
  }

  @Test
  void whatArrivesAgainAndAgainKeepsTheFirstHeaders() throws Exception {
    ProbeId probe = accepted();
    for (int i = 0; i < EvidenceBounds.HEADERS + 5; i++) {
      journal++;
      Arrival arrival =
          Samples.arrival(journal, probe, time.micros()).withHead("Subject: " + i + "\r\n");
      FeedPage page = new FeedPage(new FeedCursor("j", journal), time.micros(), List.of(arrival));
      ledger.record("feed", page).join();
      ledger.record("feed", page).join();
      time.advance(Duration.ofSeconds(1));
    }
    List<Arrived> arrivals = ledger.probe(probe).orElseThrow().arrivals();
    assertThat(arrivals).hasSize(EvidenceBounds.HEADERS + 5);
    assertThat(arrivals.stream().filter(each -> !each.arrival().head().isEmpty()))
        .hasSize(EvidenceBounds.HEADERS);
    assertThat(account().duplicatesByProvider()).isEqualTo(EvidenceBounds.HEADERS + 4);
  }

  @Test
  void manyProbesGoInOneSweep() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 1_300; i++) {
      ProbeId probe = ProbeId.create(time.micros(), random);
      all.add(
          ledger
              .open(route, probe, time.micros())
              .thenCompose(
                  begun -> ledger.await(begun, Samples.report(Outcome.ACCEPTED, time.micros())))
              .thenCompose(_ -> ledger.record("feed", page(probe)))
              .thenAccept(_ -> {}));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    pass(DAY.multipliedBy(9));
    assertThat(account().arrived()).isEqualTo(1_300);
    assertThat(ledger.probes(new LedgerView.Filter(Optional.empty(), false, Optional.empty(), 10)))
        .isEmpty();
  }

  /** A table that is forgotten there would keep its probes from going, or outlive them. */
  @Test
  void allTablesWithEvidenceAreKnown() throws Exception {
    ledger.close();
    try (Store store = Store.open(folder, LedgerSchema.SCHEMA)) {
      List<String> tables =
          store.read(
              connection ->
                  Sql.list(
                      connection,
                      """
                      SELECT t.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
                      WHERE t.type = 'table' AND c.name = 'probe'
                      """,
                      row -> row.getString(1)));
      assertThat(LedgerSchema.EVIDENCE).containsExactlyInAnyOrderElementsOf(tables);
    }
    open();
  }
}
