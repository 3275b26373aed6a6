package io.mailprobe.simulator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.Eventually;
import io.mailprobe.simulator.fault.Drain;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.Level;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.queue.QueuedMessage.Client;
import io.mailprobe.simulator.queue.Sender.Result;
import io.mailprobe.simulator.queue.TransportQueue.Capacity;
import io.mailprobe.simulator.queue.TransportQueue.Policy;
import io.mailprobe.simulator.queue.TransportQueue.World;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.simulator.server.Servers;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.simulator.stats.Tally;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportQueueTest {

  private static final Latency TWO_SECONDS = Latency.ofMillis(2_000, 0);

  private final ManualTime time = new ManualTime();
  private final Instant start = time.wall();
  private final FaultBoard faults = new FaultBoard();
  private final Tally tally = new Tally("amer");
  private final ConcurrentLinkedQueue<String> reports = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
  private volatile Function<Integer, Result> answer = _ -> new Result.Delivered();
  private Optional<TransportQueue> made = Optional.empty();

  private record Delivery(String id, Duration at) {}

  @AfterEach
  void close() {
    made.ifPresent(TransportQueue::close);
  }

  @Test
  void runsItsDeliveriesWhereItIsTold() {
    List<Thread> threads = new ArrayList<>();
    Policy policy = new Policy(TWO_SECONDS, RetryIntervals.exchangeOnline(), Capacity.standard());
    TransportQueue queue =
        new TransportQueue(
            world(ServerSettings.ample()),
            policy,
            (_, _, _) -> {
              threads.add(Thread.currentThread());
              return new Result.Delivered();
            },
            tally,
            task -> time.after(Duration.ZERO, task));
    made = Optional.of(queue);
    accept(queue, 1);
    time.advance(Duration.ofSeconds(2)); // Nothing is waited for: all of it runs in here.
    assertThat(threads).containsExactly(Thread.currentThread());
    assertThat(tally.stats().delivered()).isEqualTo(1);
  }

  @Test
  void deliversAfterTheLatency() {
    TransportQueue queue = queue(TWO_SECONDS);
    accept(queue, 1);
    time.advance(Duration.ofMillis(1_999));
    assertThat(tally.stats().queued()).isEqualTo(1);
    time.advance(Duration.ofMillis(1));
    settle();
    assertThat(deliveries).containsExactly(new Delivery("1", Duration.ofSeconds(2)));
    assertThat(tally.stats().delivered()).isEqualTo(1);
    assertThat(tally.stats().queued()).isZero();
  }

  @Test
  void spreadsLatenciesAroundTheirMedian() {
    TransportQueue queue = queue(new Latency(Duration.ofSeconds(2), 0.5));
    for (int id = 0; id < 2_000; id++) {
      accept(queue, id);
    }
    time.advance(Duration.ofSeconds(2));
    Eventually.holds(() -> tally.stats().delivered() > 900);
    settleAt(Duration.ofSeconds(2));
    assertThat(tally.stats().delivered()).isBetween(900L, 1_100L);
    time.advance(Duration.ofSeconds(60));
    Eventually.holds(() -> tally.stats().delivered() == 2_000);
  }

  @Test
  void triesAgainAtGrowingIntervalsUntilItSucceeds() {
    answer = tries -> tries < 4 ? new Result.Deferred("451 4.7.1 later") : new Result.Delivered();
    accept(queue(TWO_SECONDS), 1);
    for (int minute = 0; minute < 10; minute++) {
      time.advance(Duration.ofMinutes(1));
      settle();
    }
    assertThat(deliveries)
        .extracting(delivery -> delivery.at().minusSeconds(2).toMinutes())
        .containsExactly(0L, 1L, 3L, 7L);
    assertThat(tally.stats().deferred()).isEqualTo(3);
    assertThat(tally.stats().delivered()).isEqualTo(1);
  }

  @Test
  void givesUpAfterADay() {
    answer = _ -> new Result.Deferred("no connection");
    accept(queue(TWO_SECONDS), 1);
    for (int minute = 0; minute < 24 * 60; minute++) {
      time.advance(Duration.ofMinutes(1));
      settle();
    }
    assertThat(tally.stats().expired()).isEqualTo(1);
    assertThat(tally.stats().queued()).isZero();
    assertThat(deliveries.size()).isBetween(25, 35);
    assertThat(time.pending()).isZero();
  }

  @Test
  void doesNotTryAgainWhatIsRefused() {
    answer = _ -> new Result.Refused("550 5.1.1 nobody");
    accept(queue(TWO_SECONDS), 1);
    time.advance(Duration.ofHours(30));
    settle();
    assertThat(deliveries).hasSize(1);
    assertThat(tally.stats().refused()).isEqualTo(1);
  }

  @Test
  void triesAgainWhenTheSenderBreaks() {
    answer =
        tries -> {
          if (tries == 1) {
            throw new IllegalStateException("broken");
          }
          return new Result.Delivered();
        };
    accept(queue(TWO_SECONDS), 1);
    time.advance(Duration.ofSeconds(2));
    settle();
    time.advance(Duration.ofMinutes(1));
    settle();
    assertThat(tally.stats().delivered()).isEqualTo(1);
  }

  @Test
  void tellsTheSenderOnceThatAMessageWaitsAndOnceThatItIsGivenUp() {
    answer = _ -> new Result.Deferred("421 4.3.2 busy");
    TransportQueue queue = reporting();
    accept(queue, 1, "bounces@probe.example");
    time.advance(Duration.ofHours(3));
    settle();
    assertThat(reports).isEmpty();
    for (int hour = 3; hour < 30; hour++) {
      time.advance(Duration.ofHours(1));
      settle();
    }
    assertThat(reports)
        .containsExactly(
            "delayed 1: 421 4.3.2 busy, until " + start.plus(Duration.ofHours(24)),
            "EXPIRED 1: 421 4.3.2 busy");
    assertThat(tally.stats().reports()).isEqualTo(2);
    assertThat(tally.stats().expired()).as("reports are none of these").isEqualTo(1);
  }

  @Test
  void tellsTheSenderOfWhatIsHeldAndOfWhatIsRefused() {
    faults.inject(
        new Fault.Hold(Latency.ofMillis(36_000_000, 0), Duration.ZERO), Scope.everywhere(), 1);
    answer = _ -> new Result.Refused("550 5.1.1 nobody");
    accept(reporting(), 1, "bounces@probe.example");
    time.advance(Duration.ofHours(4));
    settle();
    assertThat(reports).containsExactly("delayed 1: , until " + start.plus(Duration.ofHours(24)));
    time.advance(Duration.ofHours(7));
    settle();
    assertThat(reports).last().isEqualTo("REFUSED 1: 550 5.1.1 nobody");
    time.advance(Duration.ofHours(30));
    settle();
    assertThat(reports).hasSize(2);
    assertThat(time.pending()).isZero();
  }

  @Test
  void sendsBackWhatAFaultForbidsAndNeverTriesIt() {
    faults.inject(new Fault.Bounce("550 5.7.520 Access denied"), Scope.everywhere(), 1);
    accept(reporting(), 1, "bounces@probe.example");
    time.advance(Duration.ofSeconds(2));
    settle();
    assertThat(reports).containsExactly("FORBIDDEN 1: 550 5.7.520 Access denied");
    assertThat(deliveries).isEmpty();
    time.advance(Duration.ofSeconds(2));
    settle();
    assertThat(deliveries).extracting(Delivery::id).as("the report").containsExactly("r1");
    assertThat(tally.stats().refused()).isEqualTo(1);
  }

  @Test
  void dropsAndDuplicatesByTheirShare() {
    faults.inject(new Fault.Drop(), Scope.region("amer"), 0.2);
    faults.inject(new Fault.Duplicate(), Scope.everywhere(), 0.5);
    faults.inject(new Fault.Drop(), Scope.region("emea"), 1);
    TransportQueue queue = queue(TWO_SECONDS);
    for (int id = 0; id < 1_000; id++) {
      accept(queue, id);
    }
    time.advance(Duration.ofSeconds(2));
    Eventually.holds(() -> tally.stats().queued() == 0);
    RegionStats stats = tally.stats();
    assertThat(stats.accepted()).isEqualTo(1_000);
    assertThat(stats.duplicated()).isBetween(430L, 570L);
    assertThat(stats.dropped()).isBetween(220L, 380L);
    assertThat(stats.accepted() + stats.duplicated())
        .isEqualTo(stats.delivered() + stats.dropped());
  }

  @Test
  void letsWhatWasHeldOutInBulkAndOutOfOrderWhenTheHoldEnds() {
    Fault hold = new Fault.Hold(Latency.ofMillis(3_600_000, 0), Duration.ofSeconds(10));
    Injection injection = faults.inject(hold, Scope.everywhere(), 1);
    TransportQueue queue = queue(TWO_SECONDS);
    for (int id = 0; id < 50; id++) {
      accept(queue, id);
    }
    time.advance(Duration.ofMinutes(30));
    settle();
    assertThat(deliveries).isEmpty();
    faults.end(injection);
    for (int second = 0; second < 10; second++) {
      time.advance(Duration.ofSeconds(1));
      settle();
    }
    List<Integer> order = deliveries.stream().map(d -> Integer.valueOf(d.id())).toList();
    List<Integer> sorted = new ArrayList<>(order);
    Collections.sort(sorted);
    assertThat(order).hasSize(50).isNotEqualTo(sorted);
    assertThat(tally.stats().delivered()).isEqualTo(50);
    time.advance(Duration.ofHours(2));
    settle();
    assertThat(deliveries).hasSize(50);
  }

  @Test
  void drainsAtARateInTheOrderOfArrival() {
    Fault hold =
        new Fault.Hold(Latency.ofMillis(3_600_000, 0), new Drain.Steadily(60, /* inOrder= */ true));
    Injection injection = faults.inject(hold, Scope.everywhere(), 1);
    TransportQueue queue = queue(TWO_SECONDS);
    for (int id = 0; id < 5; id++) {
      accept(queue, id);
      time.advance(Duration.ofSeconds(1));
    }
    faults.end(injection);
    for (int second = 1; second <= 5; second++) {
      time.advance(Duration.ofSeconds(1));
      settle();
      assertThat(deliveries).hasSize(second);
    }
    assertThat(deliveries).extracting(Delivery::id).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void keepsWhatAHoldWithoutADrainHeldForAsLongAsItWasTo() {
    Fault hold = new Fault.Hold(Latency.ofMillis(3_600_000, 0), new Drain.Gradual());
    Injection injection = faults.inject(hold, Scope.everywhere(), 1);
    accept(queue(TWO_SECONDS), 1);
    faults.end(injection);
    time.advance(Duration.ofMinutes(60));
    settle();
    assertThat(deliveries).isEmpty();
    time.advance(Duration.ofSeconds(2));
    settle();
    assertThat(deliveries).hasSize(1);
  }

  /** As on 2 June 2026: a minute longer at first, an hour in the end. */
  @Test
  void holdsForLongerAndLongerWhereAHoldGrows() {
    Timeline growing =
        new Timeline(
            List.of(
                new Timeline.Entry(
                    Duration.ZERO,
                    Duration.ofHours(2),
                    Duration.ofHours(1),
                    Scope.everywhere(),
                    held(1),
                    held(61))));
    try (TimelinePlayer player = new TimelinePlayer(faults, time, growing)) {
      player.start();
      time.advance(Duration.ZERO);
      TransportQueue queue = queue(TWO_SECONDS);
      accept(queue, 1);
      time.advance(Duration.ofSeconds(62));
      settle(); // Or the delivery would tell a later time, where its thread is slow.
      time.advance(Duration.ofMinutes(30).minusSeconds(62));
      accept(queue, 2);
      time.advance(Duration.ofMinutes(31).plusSeconds(2));
      settle();
      time.advance(Duration.ofMinutes(58));
      settle();
    }
    assertThat(deliveries)
        .containsExactly(
            new Delivery("1", Duration.ofSeconds(62)), new Delivery("2", Duration.ofSeconds(3662)));
  }

  private static Level held(int minutes) {
    return new Level(
        new Fault.Hold(new Latency(Duration.ofMinutes(minutes), 0), new Drain.Gradual()), 1);
  }

  @Test
  void tellsTheSenderOfAMessageThatWaitsWhereAFaultWantsThat() {
    faults.inject(
        new Fault.Hold(Latency.ofMillis(3_600_000, 0), Duration.ZERO), Scope.everywhere(), 1);
    faults.inject(
        new Fault.DelayReport("450 4.4.317 Cannot connect", Duration.ofMinutes(5)),
        Scope.everywhere(),
        1);
    accept(reporting(), 1, "bounces@probe.example");
    time.advance(Duration.ofMinutes(5));
    settle();
    assertThat(reports).singleElement().asString().startsWith("delayed 1: 450 4.4.317 Cannot");
    time.advance(Duration.ofHours(2));
    settle();
    assertThat(reports).hasSize(1);
    assertThat(deliveries).extracting(Delivery::id).contains("1");
  }

  @Test
  void holdsNothingThatComesAfterTheHoldHasEnded() {
    Fault hold = new Fault.Hold(Latency.ofMillis(3_600_000, 0), Duration.ofSeconds(10));
    faults.end(faults.inject(hold, Scope.everywhere(), 1));
    accept(queue(TWO_SECONDS), 1);
    time.advance(Duration.ofSeconds(2));
    settle();
    assertThat(deliveries).hasSize(1);
  }

  @Test
  void saysWhenItIsFull() {
    Policy policy =
        new Policy(TWO_SECONDS, RetryIntervals.exchangeOnline(), new Capacity(2, 10, 1));
    TransportQueue queue = queue(policy);
    assertThat(queue.hasRoom(11)).isFalse();
    accept(queue, 1);
    assertThat(queue.hasRoom(7)).isTrue();
    assertThat(queue.hasRoom(8)).isFalse();
    accept(queue, 2);
    assertThat(queue.hasRoom(1)).isFalse();
    time.advance(Duration.ofSeconds(2));
    settle();
    assertThat(queue.hasRoom(10)).isTrue();
  }

  @Test
  void deliversNothingAfterItWasClosed() {
    TransportQueue queue = queue(TWO_SECONDS);
    accept(queue, 1);
    queue.close();
    assertThat(time.pending()).isZero();
    assertThat(queue.hasRoom(1)).isFalse();
    time.advance(Duration.ofHours(1));
    assertThat(deliveries).isEmpty();
  }

  /** Waits until what fell due has been delivered and booked. */
  private void settle() {
    settleAt(Duration.between(start, time.wall()));
  }

  private void settleAt(Duration now) {
    made.ifPresent(queue -> Eventually.holds(queue::isIdle));
    assertThat(deliveries).allMatch(delivery -> delivery.at().compareTo(now) <= 0);
  }

  private TransportQueue queue(Latency latency) {
    return queue(new Policy(latency, RetryIntervals.exchangeOnline(), Capacity.standard()));
  }

  private TransportQueue queue(Policy policy) {
    Sender sender =
        (message, _, _) -> {
          deliveries.add(new Delivery(message.networkId(), Duration.between(start, time.wall())));
          return answer.apply(deliveries.size());
        };
    TransportQueue queue = new TransportQueue(world(ServerSettings.ample()), policy, sender, tally);
    made = Optional.of(queue);
    return queue;
  }

  private World world(ServerSettings settings) {
    Servers servers =
        new Servers(
            Region.amer().places(), settings, faults, time, time, new SplittableRandom(20260602));
    servers.start();
    return new World(time, time, faults, servers);
  }

  /** One whose reports are themselves messages, and noted. */
  private TransportQueue reporting() {
    Reporter reporter =
        new Reporter() {
          @Override
          public Optional<QueuedMessage> delayed(
              QueuedMessage message, String lastError, Instant now, Instant retryUntil) {
            return note(message, "delayed", lastError + ", until " + retryUntil);
          }

          @Override
          public Optional<QueuedMessage> failed(
              QueuedMessage message, Failure failure, String lastError, Instant now) {
            return note(message, failure.name(), lastError);
          }
        };
    return queue(
        new Policy(TWO_SECONDS, RetryIntervals.exchangeOnline(), Capacity.standard(), reporter));
  }

  private Optional<QueuedMessage> note(QueuedMessage message, String what, String why) {
    if (message.mailFrom().isEmpty()) {
      return Optional.empty();
    }
    reports.add(what + " " + message.networkId() + ": " + why);
    return Optional.of(message("r" + message.networkId(), ""));
  }

  private void accept(TransportQueue queue, int id) {
    accept(queue, id, "");
  }

  private void accept(TransportQueue queue, int id, String mailFrom) {
    queue.accept(message(Integer.toString(id), mailFrom), new Fate(id * 7919L));
  }

  private QueuedMessage message(String id, String mailFrom) {
    return new QueuedMessage(
        id,
        Region.amer().places().getFirst(),
        new Client("127.0.0.1", "client.test", Optional.empty(), Optional.empty()),
        mailFrom,
        "probe@probe.example",
        Optional.empty(),
        "x\r\n",
        time.wall());
  }
}
