package io.mailprobe.simulator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.fault.Drain;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.queue.QueuedMessage.Client;
import io.mailprobe.simulator.queue.Sender.Result;
import io.mailprobe.simulator.queue.TransportQueue.Capacity;
import io.mailprobe.simulator.queue.TransportQueue.Policy;
import io.mailprobe.simulator.queue.TransportQueue.World;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.simulator.server.ServerSettings.Memory;
import io.mailprobe.simulator.server.Servers;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.simulator.stats.Tally;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Place;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages at servers that have too much to do, lose their workers, or start anew. */
class UpheavalTest {

  private static final List<Place> PLACES = Region.amer().places();
  private static final ServerSettings OVERLOADED =
      new ServerSettings(4, Duration.ofMillis(200), 1.5, 1_000_000, Memory.ample());

  /** Of few messages each of which takes long, so that a day of them is soon gone through. */
  private static final ServerSettings SLOW =
      new ServerSettings(
          4,
          Duration.ofSeconds(4),
          0.6,
          200,
          new Memory(0.5, 1.5, 0.8, 0.9, Duration.ofMinutes(30), Duration.ofMinutes(2)));

  /** A region's queue on manual time, all in one thread. */
  private static final class Rig {

    final ManualTime time = new ManualTime();
    final Instant start = time.wall();
    final FaultBoard faults = new FaultBoard();
    final Tally tally = new Tally("amer");
    final List<String> taken = new ArrayList<>();
    final List<Duration> instants = new ArrayList<>();
    final TransportQueue queue;
    private int messages;

    Rig(ServerSettings settings, RandomGenerator refusing) {
      Servers servers =
          new Servers(PLACES, settings, faults, time, time, new SplittableRandom(20260602));
      servers.start();
      Policy policy =
          new Policy(
              Latency.ofMillis(2_000, 0), RetryIntervals.exchangeOnline(), Capacity.standard());
      queue =
          new TransportQueue(
              new World(time, time, faults, servers),
              policy,
              (message, _, _) -> answer(message, refusing.nextDouble()),
              tally,
              task -> time.after(Duration.ZERO, task));
    }

    private Result answer(QueuedMessage message, double chance) {
      if (chance < 0.05) {
        return new Result.Refused("550 5.1.1 nobody");
      }
      if (chance < 0.3) {
        return new Result.Deferred("451 4.7.1 later");
      }
      taken.add(message.networkId());
      instants.add(at());
      return new Result.Delivered();
    }

    Duration at() {
      return Duration.between(start, time.wall());
    }

    void accept(Place place) {
      int id = ++messages;
      QueuedMessage message =
          new QueuedMessage(
              Integer.toString(id),
              place,
              new Client("127.0.0.1", "client.test", Optional.empty(), Optional.empty()),
              "",
              "probe@probe.example",
              Optional.empty(),
              "x\r\n",
              time.wall());
      queue.accept(message, new Fate(id * 7919L));
    }
  }

  @Test
  void oursWaitBehindTheMailOfOthers() {
    Rig rig = new Rig(OVERLOADED, allIsTaken());
    rig.time.advance(Duration.ofMinutes(10)); // 6,000 wait, at 20 a second.
    rig.accept(PLACES.getFirst());
    rig.time.advance(Duration.ofMinutes(4));
    assertThat(rig.taken).isEmpty();
    rig.time.advance(Duration.ofMinutes(2));
    assertThat(rig.taken).containsExactly("1");
  }

  @Test
  void workersThatAreTakenAwayLetOursWaitLongerAndBackAgain() {
    Rig rig = new Rig(OVERLOADED, allIsTaken());
    rig.time.advance(Duration.ofMinutes(10));
    rig.accept(PLACES.getFirst()); // For 5 min.
    Injection fewer = rig.faults.inject(new Fault.FewerWorkers(0.25), Scope.everywhere(), 1);
    rig.time.advance(Duration.ofMinutes(10)); // A half of its 20 min.
    assertThat(rig.taken).isEmpty();
    rig.faults.end(fewer);
    rig.time.advance(Duration.ofMinutes(2));
    assertThat(rig.taken).isEmpty();
    rig.time.advance(Duration.ofMinutes(1));
    assertThat(rig.taken).containsExactly("1");
  }

  @Test
  void aRestartKeepsWhatItsServerHeldAndLetsItOutInBulkAndOutOfOrder() {
    Rig rig = new Rig(OVERLOADED, allIsTaken());
    rig.time.advance(Duration.ofMinutes(10));
    for (int i = 0; i < 50; i++) {
      rig.accept(PLACES.get(0));
    }
    rig.accept(PLACES.get(1));
    rig.faults.inject(
        new Fault.Restart(Duration.ofMinutes(20), Duration.ofSeconds(30)),
        Scope.frontEnd(PLACES.getFirst().label()),
        1);
    rig.time.advance(Duration.ofMinutes(20));
    assertThat(rig.taken).as("that of the other server").containsExactly("51");
    rig.time.advance(Duration.ofSeconds(30));
    List<Integer> order = rig.taken.stream().skip(1).map(Integer::valueOf).toList();
    List<Integer> sorted = new ArrayList<>(order);
    Collections.sort(sorted);
    assertThat(order).hasSize(50).isNotEqualTo(sorted);
    assertThat(rig.instants.stream().skip(1))
        .allMatch(instant -> instant.compareTo(Duration.ofMinutes(30)) >= 0);
    rig.time.advance(Duration.ofHours(2));
    assertThat(rig.taken).hasSize(51).doesNotHaveDuplicates();
  }

  @Test
  void aRestartBringsForwardNoMessageThatAFaultHolds() {
    Rig rig = new Rig(ServerSettings.ample(), allIsTaken());
    rig.faults.inject(
        new Fault.Hold(Latency.ofMillis(3_600_000, 0), Duration.ZERO), Scope.everywhere(), 1);
    rig.accept(PLACES.getFirst());
    rig.faults.inject(
        new Fault.Restart(Duration.ofMinutes(2), Duration.ZERO), Scope.everywhere(), 1);
    rig.time.advance(Duration.ofMinutes(59));
    assertThat(rig.taken).isEmpty();
    rig.time.advance(Duration.ofMinutes(2));
    assertThat(rig.taken).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void nothingIsLostOrDoubledWhateverHappensToTheServers(long seed) {
    Rig rig = played(seed);
    RegionStats stats = rig.tally.stats();
    assertThat(stats.accepted()).isGreaterThan(300);
    assertThat(stats.queued()).isZero();
    assertThat(stats.delivered() + stats.refused() + stats.expired()).isEqualTo(stats.accepted());
    assertThat(rig.taken).hasSize((int) stats.delivered()).doesNotHaveDuplicates();
  }

  @Test
  void theSameSeedGivesTheSameDay() {
    Rig one = played(11);
    Rig other = played(11);
    assertThat(one.taken).isEqualTo(other.taken).isNotEqualTo(played(12).taken);
    assertThat(one.instants).isEqualTo(other.instants);
  }

  /** Three hours of messages and faults of all kinds as they come, and a day in which all ends. */
  private static Rig played(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Rig rig = new Rig(SLOW, random.split());
    List<Injection> on = new ArrayList<>();
    for (int minute = 0; minute < 180; minute++) {
      for (int i = random.nextInt(6); i > 0; i--) {
        rig.accept(PLACES.get(random.nextInt(2)));
        rig.time.advance(Duration.ofSeconds(random.nextInt(10)));
      }
      if (random.nextInt(4) == 0) {
        Scope scope =
            random.nextBoolean()
                ? Scope.everywhere()
                : Scope.frontEnd(PLACES.get(random.nextInt(2)).label());
        on.add(rig.faults.inject(fault(random), scope, random.nextDouble()));
      }
      if (!on.isEmpty() && random.nextInt(4) == 0) {
        rig.faults.end(on.remove(random.nextInt(on.size())));
      }
      rig.time.advance(Duration.ofSeconds(30));
    }
    rig.faults.clear();
    rig.time.advance(Duration.ofHours(30));
    rig.queue.close();
    return rig;
  }

  private static Fault fault(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> new Fault.Uneven(random.nextDouble(0, 10));
      case 1 -> new Fault.Surge(random.nextDouble(0, 5));
      case 2 -> new Fault.FewerWorkers(random.nextDouble(0.1, 1));
      case 3 -> new Fault.Leak(random.nextDouble(1, 50));
      case 4 -> new Fault.Hold(new Latency(Duration.ofMinutes(20), 1), new Drain.Gradual());
      case 5 -> new Fault.Hold(new Latency(Duration.ofMinutes(20), 1), Duration.ofMinutes(1));
      default ->
          new Fault.Restart(
              Duration.ofSeconds(random.nextInt(1, 600)), Duration.ofSeconds(random.nextInt(300)));
    };
  }

  private static RandomGenerator allIsTaken() {
    return () -> -1L; // The largest chance there is.
  }
}
