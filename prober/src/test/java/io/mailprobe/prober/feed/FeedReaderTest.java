package io.mailprobe.prober.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.FakeFeed;
import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.BegunAttempt;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.feed.FeedTimes;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedReaderTest {

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final Random random = new Random(1);
  private final RecordedEvents events = new RecordedEvents();
  private final Route route = Samples.route("outbound");
  private final FakeFeed feed = new FakeFeed(time);
  private Ledger ledger;

  @BeforeEach
  void open() throws Exception {
    ledger = Ledger.open(folder, List.of(route), time, events);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private FeedReader start(ArrivalFeed of) {
    Surroundings surroundings = new Surroundings(time, time, random, events);
    FeedReader reader =
        new FeedReader(new NamedFeed("receiver", of), "emea-1", ledger, surroundings);
    reader.start();
    return reader;
  }

  private ProbeId probe() {
    ProbeId probe = ProbeId.create(time.wall(), random);
    return ledger.open(route, probe, time.micros()).join().probe();
  }

  private long arrived() {
    return ledger.accounts().getFirst().arrived();
  }

  private void second() {
    time.advance(Duration.ofSeconds(1));
  }

  @Test
  void aLongJournalIsReadPageByPageBeforeItHasCaughtUp() throws Exception {
    List<CompletableFuture<BegunAttempt>> opened = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      ProbeId probe = ProbeId.create(time.wall(), random);
      opened.add(ledger.open(route, probe, time.micros()));
      feed.arrive(probe, time.micros());
    }
    opened.forEach(CompletableFuture::join);
    FeedReader reader = start(feed);
    events.await(() -> reader.caughtUp().isDone());
    assertThat(arrived()).isEqualTo(1_200);
    assertThat(ledger.cursor("receiver")).contains(new FeedCursor("fake", 1_200));
    reader.stop();
  }

  @Test
  void readingGoesOnAtTheCursorAfterARestart() throws Exception {
    feed.arrive(probe(), time.micros());
    FeedReader first = start(feed);
    events.await(() -> arrived() == 1);
    first.stop();
    feed.arrive(probe(), time.micros());
    FeedReader second = start(feed);
    events.await(() -> arrived() == 2);
    second.stop();
    assertThat(ledger.accounts().getFirst().duplicatesByProvider()).isZero();
  }

  /** Told when the receiver last started or put mail off, it marks what was on its way by then. */
  @Test
  void whatTheReceiversTroubleMayHaveDelayedIsMarked() throws Exception {
    ProbeId before = ProbeId.create(time.wall(), random);
    BegunAttempt attempt = ledger.open(route, before, time.micros()).join();
    ledger.await(attempt, Samples.report(Outcome.ACCEPTED, time.micros())).join();
    FeedReader first = start(feed);
    events.await(() -> first.caughtUp().isDone());
    assertThat(ledger.accounts().getFirst().receiverCaused()).isZero();
    first.stop();

    time.advance(Duration.ofSeconds(30));
    feed.setTroubled(time.micros());
    FeedReader second = start(feed);
    events.await(() -> ledger.accounts().getFirst().receiverCaused() == 1);
    second.stop();
  }

  @Test
  void failuresAreReportedAndReadingGoesOnAfterAPause() throws Exception {
    feed.setBroken(true);
    FeedReader reader = start(feed);
    events.await(() -> time.pending() == 1);
    time.advance(Duration.ofMillis(399));
    assertThat(events.count("feed receiver false")).isEqualTo(1);
    events.await(() -> events.count("feed receiver false") >= 4, this::second);
    assertThat(reader.caughtUp()).isNotDone();
    feed.setBroken(false);
    feed.arrive(probe(), time.micros());
    events.await(() -> arrived() == 1, this::second);
    reader.stop();
  }

  @Test
  void afterTenMinutesWithoutTheFeedNothingIsMissingAndNothingTwice() throws Exception {
    FeedReader reader = start(feed);
    feed.arrive(probe(), time.micros());
    events.await(() -> arrived() == 1);
    feed.setBroken(true);
    events.await(() -> events.count("feed receiver false") >= 1);
    for (int minute = 0; minute < 10; minute++) {
      for (int number = 0; number < 6; number++) {
        ProbeId probe = probe();
        time.advance(Duration.ofSeconds(2));
        feed.arrive(probe, time.micros());
        time.advance(Duration.ofSeconds(8));
      }
      ledger.sweep(true).join();
    }
    assertThat(arrived()).isEqualTo(1);
    assertThat(ledger.accounts().getFirst().inFlight()).isEqualTo(60);
    feed.setBroken(false);
    events.await(() -> arrived() == 61, this::second);
    RouteAccount account = ledger.accounts().getFirst();
    assertThat(account.inFlight()).isZero();
    assertThat(account.duplicatesByProvider()).isZero();
    assertThat(account.latencySum()).isEqualTo(Duration.ofMinutes(2));
    reader.stop();
  }

  @Test
  void theClockOfTheReceiverIsMeasuredAndArrivalsAreEnteredByOurs() throws Exception {
    Duration ahead = Duration.ofHours(-2);
    ProbeId probe = probe();
    feed.arrive(probe, time.micros().plus(ahead));
    FeedReader reader =
        start(
            request -> {
              FeedPage page = feed.read(request);
              Instant theirs = time.wall().plus(ahead);
              return new FeedPage(
                  page.next(),
                  page.complete(),
                  page.arrivals(),
                  List.of(),
                  Optional.of(new FeedTimes(theirs, theirs)));
            });
    events.await(() -> arrived() == 1);
    assertThat(events.count("clock receiver PT-2H")).isPositive();
    assertThat(ledger.accounts().getFirst().negativeLatencies()).isZero();
    assertThat(ledger.probe(probe).orElseThrow().record().latency()).contains(Duration.ZERO);
    reader.stop();
  }

  @Test
  void aFeedThatThrowsAnythingDoesNotEndTheReader() throws Exception {
    FeedReader reader =
        start(
            _ -> {
              throw new IllegalStateException("as scripted");
            });
    events.await(() -> events.count("feed receiver false") >= 2, this::second);
    reader.stop();
  }

  @Test
  void aPageThatTheStoreDoesNotTakeIsNoAnswer() throws Exception {
    ledger.close();
    feed.arrive(ProbeId.create(time.wall(), random), time.micros());
    FeedReader reader = start(feed);
    events.await(() -> events.count("feed receiver false") >= 2, this::second);
    assertThat(events.count("feed receiver true")).isZero();
    reader.stop();
  }

  @Test
  void aFeedThatAnswersAtOnceWithNothingIsNotAskedWithoutPause() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    FeedReader reader =
        start(
            request -> {
              asked.incrementAndGet();
              return feed.read(
                  new FeedRequest(
                      request.prober(), request.after(), request.limit(), Duration.ZERO));
            });
    events.await(() -> time.pending() == 1);
    assertThat(asked).hasValueLessThanOrEqualTo(3);
    reader.stop();
  }
}
