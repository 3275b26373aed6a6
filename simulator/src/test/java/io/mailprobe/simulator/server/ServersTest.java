package io.mailprobe.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.server.ServerSettings.Memory;
import io.mailprobe.simulator.topology.Forest;
import io.mailprobe.simulator.topology.Forest.FrontEnd;
import io.mailprobe.simulator.topology.Place;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.testkit.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits at servers, against what the theory of queues says of it. */
class ServersTest {

  /** Each does 20 messages a second. */
  private static final int WORKERS = 4;

  private static final Duration SERVICE = Duration.ofMillis(200);
  private static final double RATE = 20;
  private static final List<Place> TWO = Region.amer().places();
  private static final List<Place> ONE = TWO.subList(0, 1);

  private final ManualTime time = new ManualTime();
  private final FaultBoard faults = new FaultBoard();
  private long fates;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.9})
  void belowItsLimitAMessageWaitsAsErlangSays(double utilisation) {
    Servers servers = servers(ONE, load(utilisation, 1_000_000, Memory.ample()));
    double sum = 0;
    int messages = 5_000;
    for (int i = 0; i < messages; i++) {
      time.advance(Duration.ofSeconds(30));
      sum += waitAt(servers, ONE.getFirst());
    }
    double expected = erlangC(utilisation * WORKERS) / (RATE - utilisation * RATE);
    assertThat(sum / messages).isCloseTo(expected, Percentage.withPercentage(10));
  }

  /**
   * The part of those that have to wait, of a queue M/M/c that is offered so many workers' work.
   */
  private static double erlangC(double offered) {
    double sum = 0;
    double term = 1;
    for (int busy = 0; busy < WORKERS; busy++) {
      sum += term;
      term *= offered / (busy + 1);
    }
    double waiting = term * WORKERS / (WORKERS - offered);
    return waiting / (sum + waiting);
  }

  @Test
  void aboveItsLimitBacklogGrowsLinearlyAndDelayWithIt() {
    Servers servers = servers(ONE, load(1.5, 1_000_000, Memory.ample()));
    for (int minute = 10; minute <= 60; minute += 10) {
      time.advance(Duration.ofMinutes(10));
      double backlog = 0.5 * RATE * minute * 60;
      assertThat((double) waiting(servers, 0))
          .as("waiting after %d min", minute)
          .isCloseTo(backlog, Percentage.withPercentage(5));
      assertThat(waitAt(servers, ONE.getFirst()))
          .as("seconds to wait after %d min", minute)
          .isCloseTo(backlog / RATE, Percentage.withPercentage(5));
    }
    assertThat(refusals(servers, ONE.getFirst())).as("there is room yet").isEmpty();
  }

  @Test
  void whereMemoryFillsAsManyAreRefusedAsCannotBeServed() {
    Memory memory = new Memory(1, 1, 0.8, 1, Duration.ofDays(20_000), Duration.ofMinutes(1));
    Servers servers = servers(ONE, load(2, 2_000, memory));
    time.advance(Duration.ofSeconds(70));
    assertThat(refusals(servers, ONE.getFirst())).as("1,400 of 2,000 wait").isEmpty();
    time.advance(Duration.ofMinutes(20));
    List<String> refusals = refusals(servers, ONE.getFirst());
    assertThat(servers.stats().getFirst().fill()).isCloseTo(0.9, within(0.03));
    assertThat(refusals.size() / 2_000.0).isCloseTo(0.5, within(0.1));
    assertThat(refusals)
        .anyMatch(line -> line.startsWith("421 4.3.2 The maximum number of concurrent"))
        .anyMatch(line -> line.startsWith("452 4.3.1 "))
        .anyMatch(line -> line.startsWith("451 4.7.500 "));
  }

  @Test
  void whatIsSpreadUnevenlyIsTooMuchForSomeThoughAllTogetherCould() {
    Servers servers = servers(TWO, load(0.7, 1_000_000, Memory.ample()));
    Injection uneven = faults.inject(new Fault.Uneven(9), at(0), 1);
    time.advance(Duration.ofMinutes(60));
    // 0.9 of 28 a second come to the one, of which it does 20; 2.8 come to the other.
    assertThat((double) waiting(servers, 0)).isCloseTo(5.2 * 3600, Percentage.withPercentage(5));
    assertThat(waiting(servers, 1)).isZero();
    assertThat(waitAt(servers, TWO.get(0))).isGreaterThan(800);
    assertThat(waitAt(servers, TWO.get(1))).isLessThan(1);
    faults.end(uneven);
    time.advance(Duration.ofMinutes(60)); // It has 6 a second to spare again, and 18,720 waited.
    assertThat(waiting(servers, 0)).isLessThan(100);
  }

  @Test
  void fewerWorkersLetWaitLongerWhatWaitsAlready() {
    Servers servers = servers(ONE, load(1.5, 1_000_000, Memory.ample()));
    time.advance(Duration.ofMinutes(10));
    Turn turn = servers.enter(ONE.getFirst(), fate(), 0);
    double before = seconds(turn);
    List<Place> told = new ArrayList<>();
    servers.watch(
        new Servers.Watcher() {
          @Override
          public void staffed(Place server) {
            told.add(server);
          }

          @Override
          public void restarted(Place server, Duration away, Duration drain) {}
        });
    Injection fewer = faults.inject(new Fault.FewerWorkers(0.5), Scope.everywhere(), 1);
    assertThat(seconds(turn)).isCloseTo(2 * before, within(0.001));
    assertThat(waitAt(servers, ONE.getFirst())).isCloseTo(2 * before, Percentage.withPercentage(5));
    faults.end(fewer);
    assertThat(seconds(turn)).isCloseTo(before, within(0.001));
    assertThat(told).isEqualTo(List.of(ONE.getFirst(), ONE.getFirst()));
  }

  @Test
  void aServerThatStartsRefusesAllAndTheOthersGetItsTraffic() {
    Servers servers = servers(TWO, load(0.7, 1_000_000, Memory.ample()));
    time.advance(Duration.ofMinutes(1));
    Fault restart = new Fault.Restart(Duration.ofMinutes(10), Duration.ofMinutes(1));
    faults.inject(restart, at(0), 1);
    time.advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(refusals(servers, TWO.get(0)))
        .hasSize(2_000)
        .allMatch(line -> line.startsWith("421 4.3.2 Service not active"));
    assertThat(servers.stats().getFirst().away()).isTrue();
    assertThat((double) waiting(servers, 1))
        .as("1.4 of what it can do came to the other")
        .isCloseTo(0.4 * RATE * 600, Percentage.withPercentage(10));
    time.advance(Duration.ofNanos(1));
    assertThat(refusals(servers, TWO.get(0))).isEmpty();
    time.advance(Duration.ofMinutes(30));
    assertThat(waiting(servers, 1)).as("it is relieved").isLessThan(100);
    assertThat(servers.stats()).noneMatch(ServerStats::away);
  }

  @Test
  void aShareThatGrowsStartsOneServerAfterTheOther() {
    Region region =
        new Region(
            "amer",
            List.of(
                new Forest(
                    "namprd07",
                    List.of(
                        new FrontEnd("SJ5PEPF0001", "127.0.11.1"),
                        new FrontEnd("BL0PEPF0002", "127.0.11.2"),
                        new FrontEnd("CH2PEPF0003", "127.0.11.3"),
                        new FrontEnd("DM6PEPF0004", "127.0.11.4")))),
            List.of("127.0.11.100"),
            Region.amer().latency());
    Servers servers = servers(region.places(), load(0.5, 1_000, Memory.ample()));
    List<String> restarted = new ArrayList<>();
    servers.watch((server, _, _) -> restarted.add(server.address()));
    Fault restart = new Fault.Restart(Duration.ofMinutes(1), Duration.ZERO);
    TimelinePlayer player =
        new TimelinePlayer(
            faults,
            time,
            Timeline.builder()
                .during(Duration.ZERO, Duration.ofMinutes(60))
                .growing(Duration.ofMinutes(40))
                .fault(1, restart)
                .build());
    player.start();
    time.advance(Duration.ofMinutes(19));
    assertThat(restarted).containsExactly("127.0.11.1", "127.0.11.2");
    time.advance(Duration.ofMinutes(41));
    assertThat(restarted).containsExactly("127.0.11.1", "127.0.11.2", "127.0.11.3", "127.0.11.4");
  }

  @Test
  void aServerWhoseMemoryStaysFullStartsAnewByItself() {
    Memory memory = new Memory(0.5, 2, 1, 0.9, Duration.ofMinutes(15), Duration.ofMinutes(2));
    Servers servers = servers(ONE, load(1.5, 6_000, memory));
    List<Duration> restarts = new ArrayList<>();
    Instant start = time.wall();
    servers.watch((_, _, _) -> restarts.add(Duration.between(start, time.wall())));
    time.advance(Duration.ofMinutes(30));
    assertThat(restarts).hasSize(1);
    // 3,000 wait after 5 min; from there on it gets slower, and takes no 5 min more to fill up.
    assertThat(restarts.getFirst()).isBetween(Duration.ofMinutes(21), Duration.ofMinutes(26));
  }

  @Test
  void aLeakFillsTheMemoryOfThoseThatDoTheirWork() {
    Servers servers = servers(ONE, load(0.95, 200, Memory.ample()));
    time.advance(Duration.ofMinutes(10));
    assertThat(servers.stats().getFirst().fill()).isLessThan(0.5);
    faults.inject(new Fault.Leak(1_000), Scope.everywhere(), 1);
    assertThat(servers.stats().getFirst().waiting()).isPositive();
    assertThat(servers.stats().getFirst().fill()).isGreaterThan(1);
    assertThat(refusals(servers, ONE.getFirst())).hasSize(2_000);
  }

  @Test
  void aSurgeComesOnTop() {
    Servers servers = servers(TWO, load(0.6, 1_000_000, Memory.ample()));
    faults.inject(new Fault.Surge(2), at(0), 1);
    time.advance(Duration.ofMinutes(30));
    assertThat((double) waiting(servers, 0)).isCloseTo(0.2 * RATE * 1_800, within(400.0));
    assertThat(waiting(servers, 1)).isLessThan(20);
  }

  @Test
  void withoutLoadNothingWaitsAndNothingIsScheduled() {
    Servers servers = servers(TWO, ServerSettings.ample());
    for (int i = 0; i < 10_000; i++) {
      assertThat(waitAt(servers, TWO.getFirst())).isZero();
    }
    assertThat(time.pending()).isZero();
  }

  @Test
  void theSameSeedGivesTheSameLoadHoweverOftenItIsLookedAt() {
    Servers one = servers(TWO, ServerSettings.busy().utilised(1.1));
    Servers other = servers(TWO, ServerSettings.busy().utilised(1.1));
    for (int second = 0; second < 600; second++) {
      time.advance(Duration.ofSeconds(1));
      var _ = one.stats();
    }
    assertThat(one.stats()).isEqualTo(other.stats());
    assertThat(waiting(one, 0)).isPositive();
  }

  private static ServerSettings load(double utilisation, int capacity, Memory memory) {
    return new ServerSettings(WORKERS, SERVICE, utilisation, capacity, memory);
  }

  private Servers servers(List<Place> places, ServerSettings settings) {
    Servers servers =
        new Servers(places, settings, faults, time, time, new SplittableRandom(20260602));
    servers.start();
    return servers;
  }

  private static Scope at(int server) {
    return Scope.frontEnd(TWO.get(server).address());
  }

  private static int waiting(Servers servers, int server) {
    return servers.stats().get(server).waiting();
  }

  private double waitAt(Servers servers, Place place) {
    return seconds(servers.enter(place, fate(), 0));
  }

  private double seconds(Turn turn) {
    return (turn.at() - time.nanos()) / 1e9;
  }

  private Fate fate() {
    return new Fate(++fates * 7919);
  }

  /** What 2,000 sessions that come now are refused with, wherever in the dialogue. */
  private List<String> refusals(Servers servers, Place place) {
    List<String> refusals = new ArrayList<>();
    for (int session = 0; session < 2_000; session++) {
      Fate fate = fate();
      for (Phase phase : Phase.values()) {
        servers
            .strike(place, phase, fate)
            .ifPresent(fault -> refusals.add(((Fault.Reply) fault).line("server", "[trailer]")));
      }
    }
    return refusals;
  }
}
