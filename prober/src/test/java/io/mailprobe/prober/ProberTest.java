package io.mailprobe.prober;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.prober.compose.Composer;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.protocol.stamp.StampVerdict;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole prober but for its sessions, which a mail system in memory answers. */
class ProberTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final Pattern STAMP =
      Pattern.compile("^X-Mailprobe: (.*(?:\\r\\n .*)*)", Pattern.MULTILINE);

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final FakeFeed feed = new FakeFeed(time);
  private final FakeSubmitter submitter = new FakeSubmitter(feed, time);
  private final StampCodec stamps = new StampCodec(Samples.KEYS, Duration.ofDays(7));
  private final Route route = Samples.route("outbound");
  private RecordedEvents events = new RecordedEvents();
  private Ledger ledger;
  private Prober prober;

  @BeforeEach
  void begin() throws IOException {
    begin(route);
  }

  private void begin(Route... routes) throws IOException {
    events = new RecordedEvents();
    ledger = Ledger.open(folder, List.of(routes), time, events);
    prober =
        new Prober(
            List.of(routes),
            ledger,
            new Composer(stamps, new RecipientToken(Samples.KEYS), List.of()),
            submitter,
            List.of(new NamedFeed("receiver", feed)),
            new Surroundings(time, time, new Random(1), events));
  }

  @AfterEach
  void end() throws InterruptedException {
    prober.drain(Duration.ZERO);
    ledger.close();
  }

  private RouteAccount account() {
    return ledger.accounts().getFirst();
  }

  private long delivered() {
    return account().verdicts().getOrDefault(Verdict.DELIVERED, 0L);
  }

  private void advance() {
    time.advance(Duration.ofMillis(500));
  }

  private Stamp stampOf(int submission) {
    String text = submitter.submissions.get(submission).message();
    Matcher header = STAMP.matcher(text);
    assertThat(header.find()).isTrue();
    StampVerdict verdict = stamps.verify(header.group(1), time.wall());
    assertThat(verdict).isInstanceOf(StampVerdict.Genuine.class);
    return ((StampVerdict.Genuine) verdict).stamp();
  }

  @Test
  void aTickBecomesAProbeThatIsDelivered() throws Exception {
    prober.start();
    time.advance(MINUTE);
    events.await(() -> delivered() == 1);
    events.await(() -> events.count("ticked outbound PT0S") == 1);
    events.await(() -> events.count("session outbound accepted") == 1);
    assertThat(stampOf(0).prober()).isEqualTo("emea-1");
    assertThat(stampOf(0).scheduled()).isEqualTo(stampOf(0).firstAttempt());
  }

  @Test
  void ticksGoOnWhileEarlierProbesHang() throws Exception {
    submitter.hold();
    prober.start();
    for (int minute = 0; minute < 5; minute++) {
      time.advance(MINUTE);
    }
    events.await(() -> account().inFlight() == 5);
    events.await(() -> submitter.submissions.size() == 5);
  }

  @Test
  void aDeferredProbeIsTriedAgainAndStampedAnew() throws Exception {
    submitter.next(Outcome.DEFERRED, Outcome.CLOSED, Outcome.TOKEN_FAILED);
    prober.startUnscheduled();
    prober.probeNow(route, _ -> {});
    events.await(() -> delivered() == 1, this::advance);
    assertThat(submitter.submissions).hasSize(4);
    assertThat(List.of(stampOf(0).attempt(), stampOf(1).attempt(), stampOf(3).attempt()))
        .containsExactly(1, 2, 4);
    assertThat(stampOf(3).id()).isEqualTo(stampOf(0).id());
    assertThat(stampOf(3).scheduled()).isEqualTo(stampOf(0).scheduled());
    assertThat(stampOf(3).thisAttempt()).isAfter(stampOf(1).thisAttempt());
    assertThat(submitter.submissions.get(3).rotation())
        .isEqualTo(submitter.submissions.getFirst().rotation() + 3);
    assertThat(account().opened()).isEqualTo(1);
    assertThat(account().latencySum()).isGreaterThan(Duration.ofSeconds(90));
  }

  @Test
  void aRejectedProbeIsNotTriedAgain() throws Exception {
    submitter.next(Outcome.REJECTED);
    prober.startUnscheduled();
    ProbeHandle handle = prober.probeNow(route, _ -> {});
    assertThat(handle.verdict().get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.REJECTED);
    assertThat(handle.firstSession().get().outcome()).isEqualTo(Outcome.REJECTED);
  }

  @Test
  void aProbeAskedForByHandIsFollowedToItsVerdict() throws Exception {
    List<TranscriptLine> lines = new ArrayList<>();
    prober.startUnscheduled();
    ProbeHandle handle = prober.probeNow(route, lines::add);
    events.await(() -> handle.verdict().isDone(), this::advance);
    assertThat(handle.verdict()).isCompletedWithValue(Verdict.DELIVERED);
    assertThat(lines).extracting(TranscriptLine::text).containsExactly("connected");
    ProbeRecord line = ledger.probe(handle.id()).orElseThrow().record();
    assertThat(line.attempts()).isEqualTo(1);
  }

  @Test
  void ticksAreSkippedWhileTooManyProbesAreInFlight() throws Exception {
    Route narrow =
        new Route(
            route.name(),
            route.region(),
            route.prober(),
            route.path(),
            route.every(),
            route.deadline(),
            route.giveUp(),
            route.lossDeadline(),
            1,
            route.from(),
            route.to(),
            route.delivery());
    end();
    begin(narrow);
    submitter.hold();
    prober.start();
    time.advance(MINUTE.multipliedBy(4));
    events.await(() -> events.count("skipped outbound in_flight_cap") == 3);
    events.await(() -> account().opened() == 1);
  }

  @Test
  void ticksThatWereSleptThroughAreMissed() throws Exception {
    prober.start();
    time.jump(Duration.ofMinutes(30));
    time.advance(MINUTE);
    events.await(() -> delivered() == 1, this::advance);
    assertThat(events.count("skipped outbound missed")).isEqualTo(30);
  }

  @Test
  void aTickThatTheStoreDoesNotTakeIsSkipped() throws Exception {
    prober.start();
    ledger.close();
    time.advance(MINUTE);
    events.await(() -> events.count("skipped outbound store_failed") == 1);
    assertThat(submitter.submissions).isEmpty();
  }

  @Test
  void drainingLetsSessionsEndAndTakesUpRetriesAtTheNextStart() throws Exception {
    submitter.hold();
    prober.start();
    time.advance(MINUTE);
    events.await(() -> submitter.held.size() == 1);
    Thread ending =
        Thread.ofVirtual()
            .start(
                () ->
                    submitter
                        .held
                        .remove()
                        .complete(Samples.report(Outcome.DEFERRED, time.micros())));
    assertThat(prober.drain(DEADLINE)).isTrue();
    ending.join();
    time.advance(MINUTE.multipliedBy(2));
    assertThat(account().opened()).isEqualTo(1);
    assertThat(ledger.pendingRetries()).hasSize(1);
    end();

    begin(route);
    prober.startUnscheduled();
    events.await(() -> submitter.submissions.size() == 2, this::advance);
    assertThat(stampOf(1).attempt()).isEqualTo(2);
  }

  @Test
  void drainingGivesUpOnASessionThatHangs() throws Exception {
    submitter.hold();
    prober.startUnscheduled();
    prober.probeNow(route, _ -> {});
    events.await(() -> submitter.held.size() == 1);
    assertThat(prober.drain(Duration.ofMillis(50))).isFalse();
    assertThat(prober.probeNow(route, _ -> {}).firstSession()).isCompletedExceptionally();
  }

  @Test
  void whatArrivedWhileTheProberWasDownIsNotCalledLost() throws Exception {
    submitter.next(Outcome.UNCERTAIN);
    prober.startUnscheduled();
    ProbeHandle handle = prober.probeNow(route, _ -> {});
    handle.firstSession().get(20, TimeUnit.SECONDS);
    assertThat(prober.drain(DEADLINE)).isTrue();
    ledger.close();
    feed.arrive(handle.id(), time.micros());
    time.advance(Duration.ofHours(26));

    begin(route);
    prober.startUnscheduled();
    events.await(() -> account().inFlight() == 0, this::advance);
    assertThat(delivered()).isEqualTo(1);
    assertThat(account().recovered()).isZero();
  }

  @Test
  void aReceiverThatIsGoneDoesNotHideLosses() throws Exception {
    submitter.next(Outcome.UNCERTAIN);
    feed.setBroken(true);
    prober.startUnscheduled();
    prober.probeNow(route, _ -> {});
    events.await(() -> events.count("session outbound uncertain") == 1);
    time.advance(Duration.ofHours(25));
    events.await(() -> account().verdicts().getOrDefault(Verdict.LOST, 0L) == 1, this::advance);
    assertThat(events.count("feed receiver true")).isZero();
  }

  @Test
  void aProbeOfARouteThatIsNoMoreIsAbandonedAtTheStart() throws Exception {
    submitter.next(Outcome.DEFERRED);
    prober.startUnscheduled();
    ProbeHandle handle = prober.probeNow(route, _ -> {});
    handle.firstSession().get(20, TimeUnit.SECONDS);
    assertThat(prober.drain(DEADLINE)).isTrue();
    ledger.close();

    begin(Samples.route("other"));
    prober.startUnscheduled();
    events.await(() -> verdictOnDisk(handle.id()));
  }

  private boolean verdictOnDisk(ProbeId probe) {
    try {
      return ledger.probe(probe).orElseThrow().record().verdict().isPresent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyAStrangeArrivalThatNamesThisProberIsReported() throws Exception {
    ProbeId stranger = ProbeId.create(time.wall(), new Random(9));
    feed.arrive(stranger, time.micros());
    prober.startUnscheduled();
    events.await(() -> events.count("unknown " + stranger) == 1);
  }
}
