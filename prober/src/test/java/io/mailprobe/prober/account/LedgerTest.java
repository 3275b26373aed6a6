package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.protocol.AgeBounds;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.testkit.time.ManualTime;
import java.lang.reflect.Proxy;
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

class LedgerTest {

  private static final int FIVE_SECONDS = AgeBounds.ALL.indexOf(Duration.ofSeconds(5));

  @TempDir Path folder;

  private final Random random = new Random(1);
  private final ManualTime time = new ManualTime();
  private final Route route = Samples.route("outbound");
  private final RecordedEvents events = new RecordedEvents();
  private final List<Instant> ticks = new ArrayList<>();
  private Ledger ledger;
  private long journal;

  /** The same throughout a test, and new for the next. */
  StoreAddress address() {
    return StoreAddress.folder(folder);
  }

  private Ledger open(ProberEvents told, Route... routes) throws StoreException {
    return Ledger.open(address(), List.of(routes), Retention.DEFAULT, time, told);
  }

  @BeforeEach
  void open() throws StoreException {
    ledger = open(events, route);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void reopen(Route... routes) throws StoreException {
    ledger.close();
    ledger = open(events, routes);
  }

  private BegunAttempt openProbe() {
    return openProbe(route);
  }

  private BegunAttempt openProbe(Route of) {
    Instant now = time.micros();
    ticks.add(now);
    return ledger.open(of, ProbeId.create(now, random), now).join();
  }

  private SessionReport report(Outcome outcome) {
    return Samples.report(outcome, time.micros());
  }

  private void arrive(ProbeId probe, Instant at) {
    journal++;
    Arrival arrival = Samples.arrival(journal, probe, at);
    ledger.record("feed", new FeedPage(new FeedCursor("j", journal), at, List.of(arrival))).join();
  }

  private DeliveryReport reported(ProbeId probe, Action action) {
    journal++;
    DeliveryReport report = Samples.report(journal, probe, action, time.micros());
    enter(report);
    return report;
  }

  private void enter(DeliveryReport report) {
    FeedCursor next = new FeedCursor("j", report.sequence());
    ledger.record("feed", new FeedPage(next, time.micros(), List.of(), List.of(report))).join();
  }

  private RouteAccount account() {
    return ledger.accounts().getFirst();
  }

  private ProbeRecord line(ProbeId probe) throws Exception {
    return ledger.probe(probe).orElseThrow().record();
  }

  @Test
  void aProbeIsOnDiskWithItsAttemptBeforeItIsHandedOut() throws Exception {
    BegunAttempt attempt = openProbe();
    ProbeHistory history = ledger.probe(attempt.probe()).orElseThrow();
    assertThat(history.attempts())
        .containsExactly(new ProbeHistory.Attempt(1, attempt.started(), Optional.empty()));
    assertThat(history.record().verdict()).isEmpty();
    assertThat(account().inFlight()).isEqualTo(1);
  }

  @Test
  void sequencesCountFromOneByRouteAndGoOnAfterARestart() throws Exception {
    assertThat(List.of(openProbe().sequence(), openProbe().sequence())).containsExactly(1L, 2L);
    assertThat(openProbe(Samples.route("other")).sequence()).isEqualTo(1);
    reopen(route);
    assertThat(openProbe().sequence()).isEqualTo(3);
  }

  @Test
  void aRetriedProbeIsCountedOnceWithItsLatencyFromItsTick() throws Exception {
    BegunAttempt first = openProbe();
    Instant again = time.micros().plusSeconds(15);
    assertThat(ledger.retry(first, report(Outcome.DEFERRED), again).join()).isTrue();
    assertThat(line(first.probe()).nextAttempt()).contains(again);
    time.advance(Duration.ofSeconds(15));
    BegunAttempt second = ledger.begin(first.probe()).join().orElseThrow();
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.firstAttempt()).isEqualTo(first.started());
    assertThat(second.scheduled()).isEqualTo(first.scheduled());
    ledger.await(second, report(Outcome.ACCEPTED)).join();
    time.advance(Duration.ofSeconds(3));
    arrive(first.probe(), time.micros());
    ProbeRecord line = line(first.probe());
    assertThat(line.verdict()).contains(Verdict.DELIVERED);
    assertThat(line.latency()).contains(Duration.ofSeconds(18));
    assertThat(line.attempts()).isEqualTo(2);
    assertThat(account().arrived()).isEqualTo(1);
    assertThat(account().latencySum()).isEqualTo(Duration.ofSeconds(18));
  }

  @Test
  void anArrivalBeforeTheReplyToTheFinalDotStopsTheRetry() throws Exception {
    BegunAttempt attempt = openProbe();
    arrive(attempt.probe(), time.micros());
    assertThat(
            ledger.retry(attempt, report(Outcome.DEFERRED), time.micros().plusSeconds(15)).join())
        .isFalse();
    assertThat(ledger.begin(attempt.probe()).join()).isEmpty();
    assertThat(line(attempt.probe()).lastOutcome()).contains(Outcome.DEFERRED);
    assertThat(line(attempt.probe()).lastPhase()).contains(Phase.BANNER);
    assertThat(account().verdicts().get(Verdict.DELIVERED)).isEqualTo(1);
  }

  @Test
  void eachAttemptKeepsItsOwnReport() throws Exception {
    BegunAttempt first = openProbe();
    ledger.retry(first, report(Outcome.DEFERRED), time.micros().plusSeconds(15)).join();
    time.advance(Duration.ofSeconds(15));
    BegunAttempt second = ledger.begin(first.probe()).join().orElseThrow();
    ledger.await(second, report(Outcome.ACCEPTED)).join();
    assertThat(ledger.probe(first.probe()).orElseThrow().attempts())
        .extracting(attempt -> attempt.report().orElseThrow().outcome())
        .containsExactly(Outcome.DEFERRED, Outcome.ACCEPTED);
  }

  @Test
  void onlyAProbeThatWaitsForAnAttemptCanBeAbandoned() throws Exception {
    BegunAttempt waiting = openProbe();
    assertThat(ledger.abandon(waiting.probe()).join()).as("while it is attempted").isFalse();
    ledger.retry(waiting, report(Outcome.DEFERRED), time.micros().plusSeconds(15)).join();
    assertThat(ledger.inFlight(route)).isEqualTo(1);
    CompletableFuture<Verdict> verdict = ledger.verdict(waiting.probe());
    assertThat(ledger.abandon(waiting.probe()).join()).isTrue();
    assertThat(ledger.abandon(waiting.probe()).join()).as("a second time").isFalse();
    assertThat(verdict).isCompletedWithValue(Verdict.ABANDONED);
    assertThat(line(waiting.probe()).verdict()).contains(Verdict.ABANDONED);
    assertThat(line(waiting.probe()).nextAttempt()).isEmpty();
    assertThat(account().verdicts()).containsEntry(Verdict.ABANDONED, 1L);
    assertThat(ledger.inFlight(route)).isZero();
  }

  /** Twice is our doing only where two of our attempts may have been taken. */
  @Test
  void aSecondCopyIsOfOurRetryOrOfTheProvider() {
    BegunAttempt once = openProbe();
    ledger.await(once, report(Outcome.ACCEPTED)).join();
    arrive(once.probe(), time.micros());
    arrive(once.probe(), time.micros());
    assertThat(account().duplicatesByProvider()).isEqualTo(1);
    assertThat(account().duplicatesByRetry()).isZero();

    BegunAttempt first = openProbe();
    ledger.retry(first, report(Outcome.UNCERTAIN), time.micros().plusSeconds(15)).join();
    time.advance(Duration.ofSeconds(15));
    BegunAttempt second = ledger.begin(first.probe()).join().orElseThrow();
    ledger.await(second, report(Outcome.ACCEPTED)).join();
    arrive(first.probe(), time.micros());
    arrive(first.probe(), time.micros());
    assertThat(account().duplicatesByProvider()).isEqualTo(1);
    assertThat(account().duplicatesByRetry()).isEqualTo(1);
  }

  @Test
  void anArrivalAtTheDeadlineIsInTimeAndOneAMicrosecondLaterIsNot() throws Exception {
    BegunAttempt punctual = openProbe();
    BegunAttempt late = openProbe();
    ledger.await(punctual, report(Outcome.ACCEPTED)).join();
    ledger.await(late, report(Outcome.ACCEPTED)).join();
    Instant deadline = punctual.scheduled().plus(route.deadline());
    arrive(punctual.probe(), deadline);
    arrive(late.probe(), deadline.plusNanos(1_000));
    assertThat(ids(Optional.empty(), true, Optional.empty(), 10)).containsExactly(late.probe());
  }

  @Test
  void anAttemptCutOffByACrashIsAwaitedAndNotSentTwice() throws Exception {
    BegunAttempt attempt = openProbe();
    reopen(route);
    assertThat(line(attempt.probe()).lastOutcome()).contains(Outcome.UNCERTAIN);
    assertThat(ledger.pendingRetries()).isEmpty();
    assertThat(ledger.begin(attempt.probe()).join()).isEmpty();
    time.advance(Duration.ofHours(25));
    ledger.sweep(true).join();
    assertThat(account().verdicts().get(Verdict.LOST)).isEqualTo(1);
  }

  @Test
  void aProbeIsLostOnlyOnceItsLossDeadlineHasPassed() {
    BegunAttempt attempt = openProbe();
    ledger.await(attempt, report(Outcome.ACCEPTED)).join();
    time.advance(Duration.ofHours(25).minusMillis(1));
    ledger.sweep(true).join();
    assertThat(account().inFlight()).isEqualTo(1);
    time.advance(Duration.ofMillis(1));
    ledger.sweep(false).join();
    assertThat(account().inFlight()).as("while feeds catch up").isEqualTo(1);
    ledger.sweep(true).join();
    assertThat(account().verdicts().get(Verdict.LOST)).isEqualTo(1);
  }

  @Test
  void whatWasOnItsWayWhileOurReceiverWasInTroubleIsMarked() throws Exception {
    BegunAttempt lateBefore = openProbe();
    ledger.await(lateBefore, report(Outcome.ACCEPTED)).join();
    time.advance(Duration.ofSeconds(90));
    BegunAttempt onItsWay = openProbe();
    ledger.await(onItsWay, report(Outcome.ACCEPTED)).join();
    BegunAttempt inTime = openProbe();
    ledger.await(inTime, report(Outcome.ACCEPTED)).join();
    BegunAttempt refused = openProbe();
    ledger.retry(refused, report(Outcome.DEFERRED), time.micros().plusSeconds(15)).join();
    Instant from = time.micros();
    time.advance(Duration.ofSeconds(20));
    Instant until = time.micros();
    time.advance(Duration.ofMillis(1));
    BegunAttempt afterwards = openProbe();
    ledger.await(afterwards, report(Outcome.ACCEPTED)).join();

    assertThat(ledger.receiverTroubled(from, until).join()).isEqualTo(2);
    assertThat(ledger.receiverTroubled(from, until).join()).as("told again").isZero();

    arrive(inTime.probe(), time.micros());
    assertThat(line(onItsWay.probe()).receiverCaused()).isTrue();
    time.advance(Duration.ofMinutes(5));
    arrive(onItsWay.probe(), time.micros());
    assertThat(line(onItsWay.probe()).receiverCaused()).isTrue();
    assertThat(line(inTime.probe()).receiverCaused()).as("it is not late").isFalse();
    assertThat(line(lateBefore.probe()).receiverCaused()).as("late before").isFalse();
    assertThat(line(refused.probe()).receiverCaused()).as("not on its way").isFalse();
    assertThat(line(afterwards.probe()).receiverCaused()).as("opened later").isFalse();
    assertThat(account().receiverCaused()).isEqualTo(2);
    reopen(route);
    assertThat(account().receiverCaused()).isEqualTo(2);
  }

  @Test
  void aLostProbeThatComesIsRecoveredAndNoLatency() {
    BegunAttempt attempt = openProbe();
    ledger.await(attempt, report(Outcome.ACCEPTED)).join();
    time.advance(Duration.ofHours(26));
    ledger.sweep(true).join();
    arrive(attempt.probe(), time.micros());
    arrive(attempt.probe(), time.micros());
    assertThat(account().recovered()).isEqualTo(1);
    assertThat(account().duplicatesByProvider()).isEqualTo(1);
    assertThat(account().verdicts().get(Verdict.LOST)).isEqualTo(1);
    assertThat(account().arrived()).isZero();
    assertThat(account().latencySum()).isZero();
  }

  /** The numbers of a journal that was restored from an older copy are used again. */
  @Test
  void anotherArrivalUnderTheSameNumberIsAnArrival() {
    BegunAttempt one = openProbe();
    BegunAttempt other = openProbe();
    Instant now = time.micros();
    for (BegunAttempt attempt : List.of(one, other, one)) {
      Arrival arrival = Samples.arrival(1, attempt.probe(), now);
      ledger.record("feed", new FeedPage(new FeedCursor("j", 1), now, List.of(arrival))).join();
    }
    assertThat(account().verdicts().get(Verdict.DELIVERED)).isEqualTo(2);
    assertThat(account().duplicatesByProvider()).isZero();
  }

  @Test
  void aPageReadTwiceCountsNothingTwice() throws Exception {
    BegunAttempt attempt = openProbe();
    ledger.await(attempt, report(Outcome.ACCEPTED)).join();
    Instant now = time.micros();
    FeedPage page =
        new FeedPage(
            new FeedCursor("j", 2),
            now,
            List.of(
                Samples.arrival(1, attempt.probe(), now),
                Samples.arrival(2, attempt.probe(), now)));
    ledger.record("feed", page).join();
    RouteAccount once = account();
    ledger.record("feed", page).join();
    ledger.record("the same receiver under another name", page).join();
    assertThat(account()).isEqualTo(once);
    assertThat(once.duplicatesByProvider()).isEqualTo(1);
    reopen(route);
    assertThat(account()).isEqualTo(once);
    assertThat(ledger.cursor("feed")).contains(new FeedCursor("j", 2));
    assertThat(ledger.probe(attempt.probe()).orElseThrow().arrivals())
        .extracting(Arrived::arrival)
        .isEqualTo(page.arrivals());
  }

  @Test
  void aNegativeLatencyIsKeptAsItIsAndCountedInTheSmallestBucket() throws Exception {
    BegunAttempt attempt = openProbe();
    arrive(attempt.probe(), attempt.scheduled().minusMillis(30));
    assertThat(line(attempt.probe()).latency()).contains(Duration.ofMillis(-30));
    assertThat(account().negativeLatencies()).isEqualTo(1);
    assertThat(account().deliveredWithin()).containsOnly(1L);
    assertThat(account().undeliveredAt()).containsOnly(0L);
    assertThat(account().latencySum()).isZero();
  }

  @Test
  void anArrivalInTimeThatTheFeedTellsWithinTheGraceIsInTime() {
    BegunAttempt attempt = openProbe();
    time.advance(Duration.ofMillis(5_900));
    ledger.sweep(true).join();
    arrive(attempt.probe(), attempt.scheduled().plusMillis(4_990));
    assertThat(account().deliveredWithin().get(FIVE_SECONDS)).isEqualTo(1);
    assertThat(account().undeliveredAt().get(FIVE_SECONDS)).isZero();
  }

  @Test
  void anArrivalLearnedAfterItsAgeWasCountedGoesToTheNextBucket() {
    BegunAttempt attempt = openProbe();
    time.advance(Duration.ofSeconds(6));
    ledger.sweep(true).join();
    assertThat(account().undeliveredAt().get(FIVE_SECONDS)).isEqualTo(1);
    arrive(attempt.probe(), attempt.scheduled().plusMillis(1_500));
    assertThat(account().deliveredWithin().get(FIVE_SECONDS)).isZero();
    assertThat(account().deliveredWithin().get(FIVE_SECONDS + 1)).isEqualTo(1);
    assertThat(account().latencySum()).isEqualTo(Duration.ofMillis(1_500));
  }

  @Test
  void agesAreCountedWhileNoProcessRan() throws Exception {
    openProbe();
    time.advance(Duration.ofMinutes(10).plusSeconds(1));
    reopen(route);
    int tenMinutes = AgeBounds.ALL.indexOf(Duration.ofMinutes(10));
    assertThat(account().undeliveredAt().subList(0, tenMinutes + 1)).containsOnly(1L);
    assertThat(account().undeliveredAt().get(tenMinutes + 1)).isZero();
  }

  @Test
  void aRejectedProbeStillAges() {
    BegunAttempt attempt = openProbe();
    ledger.giveUp(attempt, report(Outcome.REJECTED), Verdict.REJECTED).join();
    time.advance(Duration.ofHours(25));
    ledger.sweep(true).join();
    assertThat(account().undeliveredAt()).containsOnly(1L);
    assertThat(account().verdicts().get(Verdict.REJECTED)).isEqualTo(1);
    assertThat(account().verdicts().get(Verdict.LOST)).isZero();
  }

  @Test
  void aRouteThatIsConfiguredNoMoreKeepsItsNumbersForItsReturn() throws Exception {
    openProbe();
    RouteAccount before = account();
    Route other = Samples.route("other");
    reopen(other);
    assertThat(ledger.accounts()).hasSize(1);
    assertThat(account().opened()).isZero();
    reopen(other, route);
    assertThat(ledger.accounts().get(1)).isEqualTo(before);
  }

  @Test
  void arrivalsOfProbesNotInTheLedgerAreHandedBack() {
    Arrival stranger = Samples.arrival(1, ProbeId.create(time.wall(), random), time.micros());
    FeedPage page = new FeedPage(new FeedCursor("j", 1), time.wall(), List.of(stranger));
    assertThat(ledger.record("feed", page).join()).containsExactly(stranger);
    assertThat(account().opened()).isZero();
  }

  @Test
  void anInstantBeyondAllReasonDoesNotStopTheFeed() {
    BegunAttempt attempt = openProbe();
    BegunAttempt other = openProbe();
    arrive(attempt.probe(), Instant.MAX.minusSeconds(1));
    arrive(other.probe(), Instant.MIN.plusSeconds(1));
    assertThat(account().arrived()).isEqualTo(2);
    assertThat(account().negativeLatencies()).isEqualTo(1);
    assertThat(account().undeliveredAt()).containsOnly(1L);
  }

  @Test
  void listsAreNewestFirstAndFiltered() throws Exception {
    BegunAttempt calm = openProbe();
    ledger.await(calm, report(Outcome.ACCEPTED)).join();
    arrive(calm.probe(), time.micros());
    time.advance(Duration.ofMinutes(1));
    BegunAttempt deferred = openProbe();
    ledger.retry(deferred, report(Outcome.DEFERRED), time.wall().plusSeconds(15)).join();
    time.advance(Duration.ofMinutes(1));
    BegunAttempt late = openProbe(Samples.route("other"));
    ledger.await(late, report(Outcome.ACCEPTED)).join();
    arrive(late.probe(), late.scheduled().plusSeconds(61));
    assertThat(ids(Optional.empty(), false, Optional.empty(), 10))
        .containsExactly(late.probe(), deferred.probe(), calm.probe());
    assertThat(ids(Optional.empty(), false, Optional.empty(), 1)).containsExactly(late.probe());
    assertThat(ids(Optional.empty(), true, Optional.empty(), 10))
        .containsExactly(late.probe(), deferred.probe());
    assertThat(ids(Optional.of("outbound"), true, Optional.empty(), 10))
        .containsExactly(deferred.probe());
    assertThat(ids(Optional.empty(), false, Optional.of(deferred.scheduled()), 10))
        .containsExactly(late.probe(), deferred.probe());
    assertThat(line(deferred.probe()).lastReply()).contains("421 4.3.2 Service not active");
    assertThat(line(deferred.probe()).lastFrontEnd()).contains("fe1.example.net");
  }

  private List<ProbeId> ids(
      Optional<String> of, boolean troubled, Optional<Instant> since, int limit) throws Exception {
    return ledger.probes(new LedgerView.Filter(of, troubled, since, limit)).stream()
        .map(ProbeRecord::id)
        .toList();
  }

  /** A restart does not begin a mailbox's day anew. */
  @Test
  void whatWasSentThroughAMailboxIsKnownForADay() throws Exception {
    Route submitting =
        Samples.route("submitting", new Auth.Password("Probe@contoso.example", "secret"));
    reopen(route, submitting);
    ledger.await(openProbe(submitting), report(Outcome.ACCEPTED)).join();
    ledger.await(openProbe(route), report(Outcome.ACCEPTED)).join(); // Nobody logs in for it.
    BegunAttempt deferred = openProbe(submitting);
    long first = MailboxUse.minute(time.wall());
    assertThat(ledger.mailboxUse()).containsExactly(used(first, 2));
    ledger.retry(deferred, report(Outcome.DEFERRED), time.wall().plusSeconds(15)).join();
    assertThat(ledger.mailboxUse()).as("nothing was sent").containsExactly(used(first, 1));

    time.advance(Duration.ofMinutes(1));
    assertThat(ledger.begin(deferred.probe()).join()).isPresent();
    assertThat(ledger.begin(deferred.probe()).join()).as("it is under way").isEmpty();
    assertThat(ledger.mailboxUse()).containsExactlyInAnyOrder(used(first, 1), used(first + 1, 1));
    reopen(route, submitting);
    assertThat(ledger.mailboxUse())
        .as("the attempt that was cut off may have been sent")
        .containsExactlyInAnyOrder(used(first, 1), used(first + 1, 1));

    time.advance(Duration.ofHours(30));
    openProbe(submitting);
    assertThat(ledger.mailboxUse())
        .containsExactlyInAnyOrder(used(first + 1, 1), used(first + 1801, 1));
  }

  private static MailboxUse used(long minute, int times) {
    return new MailboxUse("probe@contoso.example", minute, times, times);
  }

  @Test
  void aReaderBesideUsSeesWhatIsOnDisk() throws Exception {
    BegunAttempt attempt = openProbe();
    try (LedgerReader reader = LedgerReader.open(address())) {
      assertThat(reader.probe(attempt.probe())).isEqualTo(ledger.probe(attempt.probe()));
      assertThat(reader.probe(attempt.probe())).isPresent();
      assertThat(reader.probe(ProbeId.create(time.wall(), random))).isEmpty();
      ledger.await(attempt, report(Outcome.ACCEPTED)).join();
      assertThat(reader.probe(attempt.probe()).orElseThrow().record().lastOutcome())
          .contains(Outcome.ACCEPTED);
    }
  }

  /** More probes than a page of them, and what else a look back must find. */
  @Test
  void aReaderLooksBackOverATime() throws Exception {
    BegunAttempt stuck = openProbe();
    ledger.await(stuck, report(Outcome.ACCEPTED)).join();
    BegunAttempt gone = openProbe();
    ledger.await(gone, report(Outcome.ACCEPTED)).join();
    arrive(gone.probe(), time.micros().plusSeconds(2));
    time.advance(Duration.ofMinutes(10));
    Instant from = time.micros();
    List<ProbeId> inIt = new ArrayList<>(List.of(stuck.probe()));
    for (int i = 0; i < 502; i++) {
      inIt.add(openProbe().probe());
      time.advance(Duration.ofMillis(1));
    }
    BegunAttempt deferred = openProbe();
    inIt.add(deferred.probe());
    ledger.retry(deferred, report(Outcome.DEFERRED), time.micros().plusSeconds(15)).join();
    BegunAttempt bounced = openProbe();
    inIt.add(bounced.probe());
    ledger.await(bounced, report(Outcome.ACCEPTED)).join();
    DeliveryReport failure = reported(bounced.probe(), Action.FAILED);
    time.advance(Duration.ofMillis(1));
    Instant to = time.micros();
    openProbe();
    List<PastProbe> past = new ArrayList<>();
    try (LedgerReader reader = LedgerReader.open(address())) {
      reader.past(new LedgerReader.Past(from, to, Duration.ofHours(25)), past::add);
    }
    assertThat(past)
        .extracting(each -> each.record().id())
        .containsExactlyInAnyOrderElementsOf(inIt);
    assertThat(past).extracting(each -> each.record().scheduled()).isSorted();
    assertThat(of(past, stuck).left()).isEmpty();
    assertThat(of(past, stuck).lateAt())
        .isEqualTo(of(past, stuck).record().due().plus(route.deadline()));
    SessionReport told = of(past, deferred).attempts().getFirst().report().orElseThrow();
    SessionReport whole =
        ledger.probe(deferred.probe()).orElseThrow().attempts().getFirst().report().orElseThrow();
    assertThat(told.reply()).isEqualTo(whole.reply()).isPresent();
    assertThat(told.frontEnd()).isEqualTo(whole.frontEnd());
    assertThat(told.outcome()).isEqualTo(Outcome.DEFERRED);
    assertThat(told.transcript()).isEmpty();
    assertThat(of(past, bounced).left()).contains(failure.arrived());
    assertThat(of(past, bounced).reports()).hasSize(1);
  }

  private static PastProbe of(List<PastProbe> past, BegunAttempt attempt) {
    return past.stream()
        .filter(each -> each.record().id().equals(attempt.probe()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aListenerHearsOfALossAndOfAReport() {
    BegunAttempt attempt = openProbe();
    ledger.await(attempt, report(Outcome.ACCEPTED)).join();
    String changed = "changed outbound " + attempt.probe();
    long before = events.count(changed);
    reported(attempt.probe(), Action.DELAYED);
    assertThat(events.count(changed)).isEqualTo(before + 1);
    time.advance(Duration.ofHours(26));
    ledger.sweep(true).join();
    assertThat(events.count(changed)).isEqualTo(before + 2);
  }

  @Test
  void whoeverWaitsForAVerdictGetsIt() {
    ProbeId probe = ProbeId.create(time.wall(), random);
    CompletableFuture<Verdict> verdict = ledger.verdict(probe);
    BegunAttempt attempt = ledger.open(route, probe, time.micros()).join();
    assertThat(verdict).isNotDone();
    ledger.await(attempt, report(Outcome.ACCEPTED)).join();
    arrive(probe, time.micros());
    assertThat(verdict).isCompletedWithValue(Verdict.DELIVERED);
    assertThat(events.count("changed outbound " + probe)).isEqualTo(3);
  }

  @Test
  void aListenerThatFailsDoesNotUndoWhatIsWritten() throws Exception {
    ledger.close();
    ProberEvents failing =
        (ProberEvents)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ProberEvents.class},
                (_, _, _) -> {
                  throw new IllegalStateException("as scripted");
                });
    ledger = open(failing, route);
    assertThat(openProbe().sequence()).isEqualTo(1);
    assertThat(account().opened()).isEqualTo(1);
  }

  /** A start counts all at once; it must come to what counting one by one comes to. */
  @Test
  void agesPassedWhileAwayAreThoseThatWouldHaveBeenCountedOneByOne() throws Exception {
    for (int probe = 0; probe < 40; probe++) {
      ledger.await(openProbe(), report(Outcome.ACCEPTED)).join();
      time.advance(Duration.ofSeconds(1 + random.nextInt(2_000)));
    }
    for (int pause : new int[] {0, 1, 7, 60, 5_000, 90_000}) {
      time.advance(Duration.ofSeconds(pause));
      reopen(route);
      Instant now = time.wall();
      List<Long> expected =
          AgeBounds.ALL.stream()
              .map(bound -> bound.plus(Ages.GRACE))
              .map(age -> ticks.stream().filter(tick -> !tick.plus(age).isAfter(now)).count())
              .toList();
      assertThat(account().undeliveredAt()).isEqualTo(expected);
      ledger.sweep(false).join();
      assertThat(account().undeliveredAt()).isEqualTo(expected);
    }
  }

  @Test
  void aClosedStoreFailsWhatIsAskedOfItAndShowsNothingNew() {
    BegunAttempt attempt = openProbe();
    ledger.close();
    assertThat(ledger.open(route, ProbeId.create(time.wall(), random), time.wall()))
        .isCompletedExceptionally();
    assertThat(ledger.await(attempt, report(Outcome.ACCEPTED))).isCompletedExceptionally();
    assertThat(account().opened()).isEqualTo(1);
  }

  @Test
  void aDelayedProbeStaysInFlightAndKeepsUntilWhenItIsTried() throws Exception {
    ProbeId probe = awaited();
    DeliveryReport delay = reported(probe, Action.DELAYED);
    assertThat(account().inFlight()).isEqualTo(1);
    assertThat(account().reports()).containsEntry(Action.DELAYED, 1L);
    assertThat(line(probe).retryUntil()).isEqualTo(delay.notice().retryUntil());
    assertThat(line(probe).lastReport()).contains(Action.DELAYED);
    assertThat(troubled()).containsExactly(probe);
    assertThat(events.count("reported outbound delayed")).isEqualTo(1);
    time.advance(Duration.ofMinutes(5));
    arrive(probe, time.micros());
    assertThat(line(probe).verdict()).contains(Verdict.DELIVERED);
    assertThat(account().recovered()).isZero();
  }

  @Test
  void aFailedOrExpiredProbeIsBounced() throws Exception {
    for (Action action : List.of(Action.FAILED, Action.EXPIRED)) {
      ProbeId probe = awaited();
      CompletableFuture<Verdict> verdict = ledger.verdict(probe);
      reported(probe, action);
      assertThat(line(probe).verdict()).contains(Verdict.BOUNCED);
      assertThat(verdict).isCompletedWithValue(Verdict.BOUNCED);
    }
    assertThat(account().verdicts()).containsEntry(Verdict.BOUNCED, 2L);
    assertThat(account().inFlight()).isZero();
  }

  @Test
  void whatIsSaidOfAProbeElsewhereEndsNothing() throws Exception {
    for (Action action : List.of(Action.RELAYED, Action.EXPANDED, Action.DELIVERED)) {
      ProbeId probe = awaited();
      reported(probe, action);
      assertThat(line(probe).verdict()).isEmpty();
      assertThat(line(probe).lastReport()).contains(action);
    }
    assertThat(troubled()).isEmpty();
  }

  @Test
  void anArrivalAfterAFailureIsCountedBesideIt() throws Exception {
    ProbeId probe = awaited();
    reported(probe, Action.FAILED);
    time.advance(Duration.ofMinutes(1));
    arrive(probe, time.micros());
    assertThat(line(probe).verdict()).contains(Verdict.BOUNCED);
    assertThat(line(probe).arrived()).contains(time.micros());
    assertThat(account().recovered()).isEqualTo(1);
    assertThat(account().verdicts()).containsEntry(Verdict.DELIVERED, 0L);
  }

  @Test
  void aFailureAfterAnArrivalChangesNoVerdict() throws Exception {
    ProbeId probe = awaited();
    arrive(probe, time.micros());
    reported(probe, Action.FAILED);
    assertThat(line(probe).verdict()).contains(Verdict.DELIVERED);
    assertThat(account().verdicts()).containsEntry(Verdict.BOUNCED, 0L);
    assertThat(ledger.probe(probe).orElseThrow().reports()).hasSize(1);
    assertThat(troubled()).containsExactly(probe);
  }

  /** Counters never fall: what was called lost stays so, and the report says why. */
  @Test
  void aFailureAfterALossIsItsEvidence() throws Exception {
    ProbeId probe = awaited();
    time.advance(Duration.ofHours(26));
    ledger.sweep(true).join();
    DeliveryReport report = reported(probe, Action.EXPIRED);
    assertThat(line(probe).verdict()).contains(Verdict.LOST);
    assertThat(line(probe).lastReport()).contains(Action.EXPIRED);
    assertThat(ledger.probe(probe).orElseThrow().reports()).containsExactly(report);
    assertThat(account().verdicts())
        .containsEntry(Verdict.LOST, 1L)
        .containsEntry(Verdict.BOUNCED, 0L);
  }

  @Test
  void aReportEndsAProbeThatWaitsForItsNextAttempt() throws Exception {
    BegunAttempt attempt = openProbe();
    ledger.retry(attempt, report(Outcome.UNCERTAIN), time.micros().plusSeconds(15)).join();
    reported(attempt.probe(), Action.FAILED);
    assertThat(line(attempt.probe()).verdict()).contains(Verdict.BOUNCED);
    assertThat(line(attempt.probe()).nextAttempt()).isEmpty();
    assertThat(ledger.begin(attempt.probe()).join()).isEmpty();
    assertThat(ledger.pendingRetries()).isEmpty();
  }

  @Test
  void theReplyToAProbeThatIsBouncedAlreadyIsKept() throws Exception {
    BegunAttempt attempt = openProbe();
    reported(attempt.probe(), Action.FAILED);
    ledger.await(attempt, report(Outcome.ACCEPTED)).join();
    assertThat(line(attempt.probe()).verdict()).contains(Verdict.BOUNCED);
    assertThat(line(attempt.probe()).accepted()).isPresent();
  }

  @Test
  void theSameReportAgainChangesNothing() throws Exception {
    ProbeId probe = awaited();
    DeliveryReport first = reported(probe, Action.DELAYED);
    enter(first);
    enter(first.at(77)); // It came once more, or to another receiver.
    assertThat(account().reports()).containsEntry(Action.DELAYED, 1L);
    assertThat(ledger.probe(probe).orElseThrow().reports()).containsExactly(first);
    assertThat(events.count("reported outbound delayed")).isEqualTo(1);
    time.advance(Duration.ofHours(4));
    reported(probe, Action.DELAYED);
    assertThat(account().reports()).containsEntry(Action.DELAYED, 2L);
  }

  @Test
  void reportsGoOnAcrossARestart() throws Exception {
    ProbeId delayed = awaited();
    DeliveryReport report = reported(delayed, Action.DELAYED);
    reported(awaited(), Action.FAILED);
    RouteAccount before = account();
    reopen(route);
    assertThat(account()).isEqualTo(before);
    enter(report);
    assertThat(account()).isEqualTo(before);
    assertThat(line(delayed).retryUntil()).isEqualTo(report.notice().retryUntil());
  }

  @Test
  void aReportOnAProbeOfAnotherProberIsPassedOver() throws Exception {
    reported(ProbeId.create(time.micros(), random), Action.FAILED);
    assertThat(account().reports().values()).containsOnly(0L);
    assertThat(ledger.cursor("feed")).contains(new FeedCursor("j", 1));
  }

  private ProbeId awaited() {
    BegunAttempt attempt = openProbe();
    ledger.await(attempt, report(Outcome.ACCEPTED)).join();
    return attempt.probe();
  }

  private List<ProbeId> troubled() throws Exception {
    return ledger
        .probes(new LedgerView.Filter(Optional.empty(), true, Optional.empty(), 10))
        .stream()
        .map(ProbeRecord::id)
        .toList();
  }
}
