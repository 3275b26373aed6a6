package io.mailprobe.simulator.fault;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.testkit.time.ManualTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelinePlayerTest {

  private final ManualTime time = new ManualTime();
  private final FaultBoard board = new FaultBoard();

  private final Timeline timeline =
      Timeline.builder()
          .during(ofSeconds(30), ofSeconds(10))
          .in(Scope.region("emea"))
          .fault(0.5, new Fault.Drop())
          .during(ofSeconds(10), ofSeconds(25))
          .in(Scope.everywhere())
          .fault(1, new Fault.Duplicate())
          .build();

  @Test
  void switchesFaultsOnAndOffInTheirTime() {
    TimelinePlayer player = new TimelinePlayer(board, time, timeline);
    player.start();
    assertThat(timeline.length()).isEqualTo(ofSeconds(40));
    assertThat(active()).isEmpty();
    time.advance(ofSeconds(10));
    assertThat(active()).containsExactly(new Fault.Duplicate());
    time.advance(ofSeconds(20));
    assertThat(active()).containsExactly(new Fault.Duplicate(), new Fault.Drop());
    assertThat(board.active().getLast().scope()).isEqualTo(Scope.region("emea"));
    assertThat(board.active().getLast().share()).isEqualTo(0.5);
    time.advance(ofSeconds(5));
    assertThat(active()).containsExactly(new Fault.Drop());
    time.advance(ofSeconds(5));
    assertThat(active()).isEmpty();
    player.close();
  }

  @Test
  void letsAShareGrowAndKeepsStrikingThoseItStruck() {
    Timeline growing =
        Timeline.builder()
            .during(ofSeconds(0), ofSeconds(120))
            .growing(ofSeconds(60))
            .fault(0.6, new Fault.Close(Phase.BANNER))
            .build();
    TimelinePlayer player = new TimelinePlayer(board, time, growing);
    player.start();
    time.advance(ofSeconds(0));
    Set<Integer> before = struck();
    assertThat(before).hasSizeLessThan(40);
    for (int share : List.of(300, 600, 600)) {
      time.advance(ofSeconds(30));
      Set<Integer> now = struck();
      assertThat(now).containsAll(before).hasSizeBetween(share - 60, share + 60);
      before = now;
    }
    time.advance(ofSeconds(30));
    assertThat(struck()).isEmpty();
    player.close();
  }

  /** Which of a thousand sessions are struck. */
  private Set<Integer> struck() {
    return IntStream.range(0, 1_000)
        .filter(
            seed ->
                board
                    .strike(Region.amer().places().getFirst(), Phase.BANNER, new Fate(seed))
                    .isPresent())
        .boxed()
        .collect(Collectors.toSet());
  }

  @Test
  void endsWhatItBeganWhenClosedAndNothingElse() {
    Injection other = board.inject(new Fault.Drop(), Scope.everywhere(), 1);
    TimelinePlayer player = new TimelinePlayer(board, time, timeline);
    player.start();
    time.advance(ofSeconds(30));
    player.close();
    assertThat(board.active()).containsExactly(other);
    time.advance(ofSeconds(100));
    assertThat(board.active()).containsExactly(other);
  }

  @Test
  void letsTheOldestOfSeveralFaultsStrike() {
    Fault.OfSession first = new Fault.Close(Phase.BANNER);
    Fault.OfSession second = new Fault.Reset(Phase.BANNER);
    Injection injection = board.inject(first, Scope.everywhere(), 1);
    board.inject(second, Scope.everywhere(), 1);
    board.inject(new Fault.Stall(Phase.EHLO), Scope.everywhere(), 1);
    assertThat(board.strike(Region.amer().places().getFirst(), Phase.BANNER, new Fate(1)))
        .contains(first);
    board.end(injection);
    assertThat(board.strike(Region.amer().places().getFirst(), Phase.BANNER, new Fate(1)))
        .contains(second);
    board.clear();
    assertThat(board.strike(Region.amer().places().getFirst(), Phase.BANNER, new Fate(1)))
        .isEmpty();
  }

  @Test
  void readsARepliesLine() {
    assertThat(Fault.Reply.of(Phase.RCPT, "451 4.7.500 Server busy. (S77714)").line("s", "[t]"))
        .isEqualTo("451 4.7.500 Server busy. (S77714)");
    assertThat(Fault.Reply.of(Phase.RCPT, "421 no code {server} PRX8 {trailer}").line("s", "[t]"))
        .isEqualTo("421 no code s PRX8 [t]");
    assertThat(Fault.Reply.of(Phase.RCPT, "554 4.3.2").line("s", "[t]")).isEqualTo("554 4.3.2");
    assertThat(Fault.Reply.of(Phase.RCPT, "450").line("s", "[t]")).isEqualTo("450");
  }

  @Test
  void refusesFaultsThatNobodyCouldMeet() {
    assertThatThrownBy(() -> new Fault.Close(Phase.CONNECT))
        .isInstanceOf(IllegalArgumentException.class);
    for (String line : List.of("250 fine", "220", "hello", "", "451 two\r\nlines", "99999")) {
      assertThatThrownBy(() -> Fault.Reply.of(Phase.MAIL, line))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> board.inject(new Fault.Drop(), Scope.everywhere(), 1.01))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> board.inject(new Fault.Drop(), Scope.everywhere(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Fault> active() {
    return board.active().stream().map(Injection::fault).toList();
  }
}
