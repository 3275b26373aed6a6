package io.mailprobe.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scene.FrontEnds;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Path;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is said of the front ends that a canary visits. */
class CanaryJudgeTest {

  private static final Instant NOW = Instant.parse("2026-06-02T13:03:00Z");
  private static final SessionReport WELL = Sessions.accepted(NOW);
  private static final SessionReport REFUSED =
      Sessions.refused(NOW, Phase.BANNER, 421, Sessions.FOREST_LIMIT);
  private static final SessionReport CLOSED = Sessions.failed(NOW, Phase.BANNER, Outcome.CLOSED);
  private static final SessionReport NO_CONNECTION =
      Sessions.failed(NOW, Phase.CONNECT, Outcome.CONNECT_FAILED);
  private static final SessionReport TOO_MANY =
      Sessions.refused(NOW, Phase.DATA, 432, "4.3.2 Concurrent connections limit exceeded.");

  private final FrontEnds seen = FrontEnds.of("amer", Path.INBOUND);

  @Test
  void allThatGoAlongAreSaidInAWord() {
    CanaryStatus status = judge(seen.with(40, "namprd07", WELL, 0));
    assertThat(status.state()).isEqualTo(CanaryState.ANSWERING);
    assertThat(status.sentence()).isEqualTo("All 40 answer");
    assertThat(status.suspicion()).isEmpty();
  }

  @Test
  void thoseThatDoNotAreCountedByTheWayAndTheForest() {
    CanaryStatus status =
        judge(
            seen.with(20, "namprd07", WELL, 0)
                .with(12, "eurprd05", WELL, 0)
                .with(5, "namprd07", REFUSED, 1)
                .with(3, "eurprd05", CLOSED, 1));
    assertThat(status.state()).isEqualTo(CanaryState.IMPAIRED);
    assertThat(status.sentence())
        .isEqualTo(
            "5 of 40 front ends deferred (421 4.3.2 at banner), 3 closed without a reply (at"
                + " banner)");
    assertThat(status.forests().toString())
        .contains("[forest=Optional[namprd07], visited=25, refusing=5]")
        .contains("[forest=Optional[eurprd05], visited=15, refusing=3]");
    assertThat(status.suspicion().map(Suspicion::party)).contains(Party.EXCHANGE_ONLINE);
    assertThat(status.frontEnds().subList(0, 8)).allMatch(FrontEndStatus::refusing);
    assertThat(status.frontEnds().getFirst().sentence())
        .isEqualTo("Deferred (421 4.3.2 at banner)");
    assertThat(status.frontEnds().getLast().sentence()).isEqualTo("Goes along in 412 ms");
  }

  @Test
  void halfOfThemAreBadOnceThreeSessionsShowIt() {
    assertThat(judge(one(REFUSED, 1)).state()).isEqualTo(CanaryState.IMPAIRED);
    assertThat(judge(one(REFUSED, 2)).state()).isEqualTo(CanaryState.IMPAIRED);
    assertThat(judge(one(REFUSED, 3)).state()).isEqualTo(CanaryState.REFUSED);
    assertThat(judge(one(NO_CONNECTION, 3)).state()).isEqualTo(CanaryState.FAILING);
  }

  private static FrontEnds one(SessionReport session, int inARow) {
    return FrontEnds.of("amer", Path.INBOUND).with(1, "", WELL, 0).with(1, "", session, inARow);
  }

  @Test
  void whatIsOurOwnFaultRefusesNobody() {
    CanaryStatus status = judge(seen.with(4, "namprd07", TOO_MANY, 5));
    assertThat(status.state()).isEqualTo(CanaryState.FAILING);
    assertThat(status.suspicion().map(Suspicion::party)).contains(Party.OWN_RATE);
    assertThat(status.forests()).allMatch(forest -> forest.refusing() == 0);
  }

  @Test
  void onTheControlPathItIsOurReceiver() {
    CanaryStatus status = judge(FrontEnds.of("amer", Path.CONTROL).with(2, "", CLOSED, 4));
    assertThat(status.suspicion().map(Suspicion::party)).contains(Party.RECEIVER);
  }

  @Test
  void whereNobodySaysWhyNobodyIsBlamed() {
    CanaryStatus status = judge(seen.with(4, "", NO_CONNECTION, 4));
    assertThat(status.suspicion().map(Suspicion::party)).contains(Party.UNKNOWN);
    assertThat(status.suspicion().map(Suspicion::evidence).orElseThrow())
        .contains("other regions see the same");
  }

  @Test
  void onlyThoseCountThatAreListedAndWereVisited() {
    assertThat(judge(seen.withNew(NOW)).state()).isEqualTo(CanaryState.STARTING);
    CanaryStatus status = judge(seen.with(1, "", WELL, 0).withGone(REFUSED));
    assertThat(status.sentence()).isEqualTo("The front end answers");
    assertThat(status.frontEnds()).hasSize(3);
  }

  @Test
  void aTargetWithoutAnAddressIsSaidSo() {
    CanaryStatus status = judge(seen.withTrouble("contoso.example does not exist (NXDOMAIN)"));
    assertThat(status.state()).isEqualTo(CanaryState.UNFOUND);
    assertThat(status.sentence())
        .isEqualTo("No front end found: contoso.example does not exist (NXDOMAIN)");
    assertThat(status.suspicion().map(Suspicion::party)).contains(Party.US);
  }

  private static CanaryStatus judge(FrontEnds seen) {
    return CanaryJudge.judge(seen.view(), Replies.BLAME);
  }
}
