package io.mailprobe.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.simulator.topology.Place;
import io.mailprobe.simulator.topology.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {

  private static final Place AMER = Region.amer().places().getFirst();
  private static final Place EMEA = Region.emea().places().getFirst();

  @Test
  void aPathIsOneDoorOfAFrontEnd() {
    Scope submission = new Scope.OnPath(MailPath.OUTBOUND);
    assertThat(submission.covers(AMER.at(MailPath.OUTBOUND))).isTrue();
    assertThat(submission.covers(AMER)).isFalse();
    assertThat(AMER.at(MailPath.OUTBOUND).at(MailPath.INBOUND)).isEqualTo(AMER);
  }

  @Test
  void scopesAddUpAndNarrow() {
    Scope regions = new Scope.Either(List.of(Scope.region("amer"), Scope.region("emea")));
    assertThat(regions.covers(AMER)).isTrue();
    assertThat(regions.covers(EMEA)).isTrue();
    assertThat(regions.covers(Region.apac().places().getFirst())).isFalse();
    Scope both = new Scope.Both(List.of(regions, new Scope.InForest("EURPRD05")));
    assertThat(both.covers(EMEA)).isTrue();
    assertThat(both.covers(AMER)).isFalse();
  }

  @Test
  void theWorldAroundARegionIsMeantWhereAllOfTheRegionIs() {
    assertThat(Scope.everywhere().coversAround("amer")).isTrue();
    assertThat(Scope.region("amer").coversAround("amer")).isTrue();
    assertThat(Scope.region("amer").coversAround("emea")).isFalse();
    assertThat(new Scope.InForest("namprd07").coversAround("amer")).isFalse();
    Scope either = new Scope.Either(List.of(Scope.region("amer"), Scope.region("emea")));
    assertThat(either.coversAround("emea")).isTrue();
    assertThat(
            new Scope.Both(List.of(either, new Scope.OnPath(MailPath.INBOUND)))
                .coversAround("emea"))
        .isFalse();
  }

  @Test
  void theBoardTellsWhatStrikesTheWorldAroundARegion() {
    FaultBoard board = new FaultBoard();
    board.inject(new Fault.NameFailure(false), Scope.region("amer"), 1);
    Injection down = board.inject(new Fault.ReceiverDown(), Scope.everywhere(), 1);
    assertThat(board.around("amer", Fault.NameFailure.class))
        .containsExactly(new Fault.NameFailure(false));
    assertThat(board.around("emea", Fault.NameFailure.class)).isEmpty();
    assertThat(board.around("emea", Fault.ReceiverDown.class)).hasSize(1);
    board.end(down);
    assertThat(board.around("emea", Fault.ReceiverDown.class)).isEmpty();
  }
}
