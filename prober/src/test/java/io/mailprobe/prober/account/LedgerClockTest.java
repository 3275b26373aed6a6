package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.AgeBounds;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wall clocks that are set, and wall clocks that differ: no probe is lost, no duration is bent. */
class LedgerClockTest {

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final Random random = new Random(1);
  private final Route route = Samples.route("outbound");
  private Ledger ledger;
  private long sequence;

  /** The same throughout a test, and new for the next. */
  StoreAddress address() {
    return StoreAddress.folder(folder);
  }

  @BeforeEach
  void open() throws Exception {
    ledger = Ledger.open(address(), List.of(route), Retention.DEFAULT, time, new RecordedEvents());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT30H", "-PT30H", "PT1.5S", "-PT1.5S", "PT20000H"})
  void aJumpBetweenTickAndArrivalDoesNotBendTheLatency(Duration jump) throws Exception {
    ProbeId probe = accepted();
    time.advance(Duration.ofSeconds(4));
    time.jump(jump);
    ledger.sweep(true).join();
    time.advance(Duration.ofSeconds(3));
    ledger.sweep(true).join();
    assertThat(account().inFlight()).isOne();
    assertThat(account().oldestInFlight()).contains(time.micros().minusSeconds(7));
    arrive(probe, time.micros(), Optional.empty());

    ProbeRecord record = record(probe);
    assertThat(record.verdict()).contains(Verdict.DELIVERED);
    assertThat(record.latency()).contains(Duration.ofSeconds(7));
    assertThat(Duration.between(record.accepted().orElseThrow(), record.arrived().orElseThrow()))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(account().latencySum()).isEqualTo(Duration.ofSeconds(7));
    assertThat(account().negativeLatencies()).isZero();
    assertThat(deliveredWithin(5)).isZero();
    assertThat(deliveredWithin(10)).isOne();
    assertThat(undeliveredAt(5)).isOne();
    assertThat(undeliveredAt(10)).isZero();
  }

  @Test
  void aJumpThatIsNoticedOnlyWhenTheArrivalIsEnteredIsNoticedInTime() throws Exception {
    ProbeId probe = accepted();
    time.advance(Duration.ofSeconds(2));
    time.jump(Duration.ofHours(1));
    arrive(probe, time.micros(), Optional.empty());
    assertThat(record(probe).latency()).contains(Duration.ofSeconds(2));
  }

  @Test
  void jumpsAddUpAndOutliveARestart() throws Exception {
    ProbeId probe = accepted();
    for (String jump : List.of("PT1H", "-PT25H", "PT0.8S")) {
      time.advance(Duration.ofSeconds(1));
      time.jump(Duration.parse(jump));
      ledger.sweep(true).join();
    }
    ledger.close();
    open();
    assertThat(account().oldestInFlight()).contains(time.micros().minusSeconds(3));
    arrive(probe, time.micros(), Optional.empty());
    assertThat(record(probe).latency()).contains(Duration.ofSeconds(3));
  }

  @Test
  void whatIsOpenedAfterAJumpIsNotMoved() throws Exception {
    time.jump(Duration.ofHours(5));
    ProbeId probe = accepted();
    time.advance(Duration.ofSeconds(2));
    arrive(probe, time.micros(), Optional.empty());
    assertThat(record(probe).due()).isEqualTo(record(probe).scheduled());
    assertThat(record(probe).latency()).contains(Duration.ofSeconds(2));
  }

  @Test
  void aClockThatIsSlewedIsNotTakenForOneThatIsSet() throws Exception {
    ProbeId probe = accepted();
    for (int second = 0; second < 20; second++) {
      time.advance(Duration.ofSeconds(1));
      time.jump(Duration.ofMillis(1));
      ledger.sweep(true).join();
    }
    arrive(probe, time.micros(), Optional.empty());
    assertThat(record(probe).latency()).contains(Duration.ofMillis(20_020));
  }

  @Test
  void theLossDeadlineMovesWithTheClockAndIsNotMissed() throws Exception {
    ProbeId probe = accepted();
    time.jump(Duration.ofDays(3));
    ledger.sweep(true).join();
    assertThat(record(probe).verdict()).isEmpty();
    time.advance(route.lossDeadline().plusSeconds(1));
    ledger.sweep(true).join();
    assertThat(record(probe).verdict()).contains(Verdict.LOST);
  }

  @Test
  void anArrivalIsEnteredByOurClockAndSaysSo() throws Exception {
    ProbeId probe = accepted();
    time.advance(Duration.ofSeconds(2));
    ClockOffset clock = new ClockOffset(Duration.ofSeconds(-30), Duration.ofMillis(2));
    Instant theirs = time.micros().minusSeconds(30);
    arrive(probe, theirs, Optional.of(clock));
    assertThat(record(probe).latency()).contains(Duration.ofSeconds(2));
    assertThat(account().negativeLatencies()).isZero();
    Arrived arrived = ledger.probe(probe).orElseThrow().arrivals().getFirst();
    assertThat(arrived.clock()).contains(clock);
    assertThat(arrived.isCorrected()).isTrue();
    assertThat(arrived.at()).isEqualTo(time.micros());
    assertThat(arrived.arrival().arrived()).isEqualTo(theirs);
  }

  @Test
  void anOffsetThatIsNotProvenChangesNothing() throws Exception {
    ProbeId probe = accepted();
    ClockOffset clock = new ClockOffset(Duration.ofMillis(3), Duration.ofMillis(4));
    arrive(probe, time.micros().minusMillis(1), Optional.of(clock));
    assertThat(record(probe).latency()).contains(Duration.ofMillis(-1));
    assertThat(account().negativeLatencies()).isOne();
    assertThat(ledger.probe(probe).orElseThrow().arrivals().getFirst().isCorrected()).isFalse();
  }

  @Test
  void aPageThatIsReadAgainWithAnotherOffsetIsStillTheSame() throws Exception {
    ProbeId probe = accepted();
    Instant at = time.micros().plusSeconds(3);
    arrive(probe, at, Optional.of(new ClockOffset(Duration.ofSeconds(3), Duration.ofMillis(1))));
    sequence--;
    arrive(probe, at, Optional.of(new ClockOffset(Duration.ofSeconds(2), Duration.ofMillis(1))));
    assertThat(account().duplicatesByProvider()).isZero();
    assertThat(ledger.probe(probe).orElseThrow().arrivals()).hasSize(1);
  }

  private ProbeId accepted() {
    ProbeId probe = ProbeId.create(time.wall(), random);
    BegunAttempt attempt = ledger.open(route, probe, time.micros()).join();
    ledger.await(attempt, Samples.report(Outcome.ACCEPTED, time.micros())).join();
    return probe;
  }

  private void arrive(ProbeId probe, Instant at, Optional<ClockOffset> clock) {
    sequence++;
    FeedPage page =
        new FeedPage(
            new FeedCursor("j", sequence), at, List.of(Samples.arrival(sequence, probe, at)));
    ledger.record("feed", page, clock).join();
  }

  private RouteAccount account() {
    return ledger.accounts().getFirst();
  }

  private ProbeRecord record(ProbeId probe) throws Exception {
    return ledger.probe(probe).orElseThrow().record();
  }

  private long deliveredWithin(int seconds) {
    return account().deliveredWithin().get(AgeBounds.ALL.indexOf(Duration.ofSeconds(seconds)));
  }

  private long undeliveredAt(int seconds) {
    return account().undeliveredAt().get(AgeBounds.ALL.indexOf(Duration.ofSeconds(seconds)));
  }
}
