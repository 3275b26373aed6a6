package io.mailprobe.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scene.Play;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.ProberEvents.SkipReason;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusBoardTest {

  private static final Duration USUAL = Duration.ofMillis(2_500);
  private static final Route AMER = Routes.outbound("amer");
  private static final Route EMEA = Routes.outbound("emea");

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
  private final List<Scene> scenes = new ArrayList<>();

  @AfterEach
  void close() {
    board.close();
    scenes.forEach(Scene::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aRegionalOutageIsInWordsWithinThirtySecondsAndOnlyThere(long seed) throws IOException {
    Play amer = play(AMER, seed);
    play(EMEA, seed + 100);
    begin();
    pass(Duration.ofSeconds(60));
    assertThat(state("amer")).isEqualTo(State.FLOWING);

    amer.refuse(0.6, 0.2);
    amer.hold();
    pass(Duration.ofSeconds(30));

    assertThat(state("amer")).isEqualTo(State.REFUSED);
    assertThat(finding("amer").sentence())
        .startsWith("Refused: ")
        .contains("deferred (421 4.3.2 at banner)");
    assertThat(state("emea")).isEqualTo(State.FLOWING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mailThatIsAcceptedAndHeldIsInWordsWithinThirtySeconds(long seed) throws IOException {
    Play amer = play(AMER, seed);
    begin();
    pass(Duration.ofSeconds(60));

    amer.hold();
    pass(Duration.ofSeconds(30));

    assertThat(state("amer")).isIn(State.STOPPED, State.DELAYED);
    pass(Duration.ofSeconds(60));
    assertThat(finding("amer").sentence()).matches("Stopped: nothing arrived for \\d\\d s");
  }

  @Test
  void anOutageEndsThroughADrainInFlowing() throws IOException {
    Play amer = play(AMER, 7);
    begin();
    pass(Duration.ofSeconds(60));
    amer.refuse(0.6, 0.2);
    amer.hold();
    pass(Duration.ofSeconds(90));
    Instant troubled = status("amer").since();
    amer.refuse(0, 0);
    amer.release();
    Set<State> seen = EnumSet.noneOf(State.class);
    for (int second = 0; second < 600 && state("amer") != State.FLOWING; second++) {
      pass(Duration.ofSeconds(1));
      seen.add(state("amer"));
    }

    assertThat(seen).contains(State.RECOVERING, State.FLOWING).doesNotContain(State.STOPPED);
    assertThat(status("amer").since()).isAfter(troubled);
    assertThat(status("amer").account().inFlight()).isLessThan(5);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void healthDoesNotFlicker(long seed) throws IOException {
    play(AMER, seed);
    begin();
    pass(Duration.ofSeconds(30));
    for (int second = 0; second < 1_800; second++) {
      pass(Duration.ofSeconds(1));
      assertThat(finding("amer").state()).as("after %s s", second).isEqualTo(State.FLOWING);
    }
  }

  @Test
  void nothingIsClaimedBeforeTheFirstArrival() throws IOException {
    Scene scene = scene(AMER);
    begin();
    assertThat(finding("amer").sentence()).isEqualTo("No probe has finished yet");

    ProbeId probe = scene.accepted(AMER);
    pass(Duration.ofSeconds(2));
    assertThat(finding("amer").sentence()).isEqualTo("No probe has finished yet");

    scene.arrived(probe);
    pass(Duration.ofSeconds(1));
    assertThat(finding("amer").sentence()).isEqualTo("Mail is flowing");
  }

  @Test
  void anOutageFromTheStartIsToldOnceTheDeadlineHasPassed() throws IOException {
    play(AMER, 3).hold();
    begin();
    pass(Duration.ofSeconds(50));
    assertThat(state("amer")).isEqualTo(State.STARTING);

    pass(Duration.ofSeconds(20));
    assertThat(state("amer")).isEqualTo(State.STOPPED);
  }

  @Test
  void whatWasBeforeARestartIsNoEvidenceOfNow() throws IOException {
    ProberEvents earlier = new StatusBoard(time, time, Replies.BLAME).events();
    try (Scene before = new Scene(folder.resolve("amer"), List.of(AMER), time, earlier)) {
      before.arrived(before.accepted(AMER));
    }
    time.advance(Duration.ofHours(1));
    scene(AMER);
    begin();

    assertThat(finding("amer").sentence()).isEqualTo("No probe has finished since the start");
  }

  @Test
  void aFeedThatCannotBeReadIsBlindnessAndNotAnOutage() throws IOException {
    Play amer = play(AMER, 5);
    begin();
    readFeed(60, true);
    amer.hold();
    readFeed(40, false);

    assertThat(state("amer")).isEqualTo(State.BLIND);
    assertThat(finding("amer").sentence()).startsWith("We are deaf: ").endsWith("read for 40 s");
  }

  @Test
  void aFeedThatWaitsForArrivalsIsNoBlindness() throws IOException {
    play(AMER, 5);
    begin();
    for (int reading = 0; reading < 14; reading++) {
      board.events().feedRead("local", true);
      pass(Duration.ofSeconds(5));
      assertThat(board.report().feeds().getFirst().deaf(time.wall())).isFalse();
    }

    assertThat(state("amer")).isEqualTo(State.FLOWING);
  }

  @Test
  void aFeedThatNeverAnswersIsBlindnessAndAtNoTimeAnOutage() throws IOException {
    Play amer = play(AMER, 5);
    begin();
    readFeed(60, true);
    amer.hold();
    for (int second = 0; second < 600; second++) {
      pass(Duration.ofSeconds(1)); // The line is cut: not even a refusal comes back.
      assertThat(state("amer")).isIn(State.FLOWING, State.BLIND);
    }

    assertThat(state("amer")).isEqualTo(State.BLIND);
    assertThat(finding("amer").sentence()).startsWith("We are deaf: ").endsWith("read for 10 min");
    assertThat(finding("amer").sentence() + finding("amer").detail())
        .doesNotContainIgnoringCase("exchange")
        .doesNotContainIgnoringCase("stopped");
  }

  @Test
  void aScheduleThatStandsStillIsNotAnOutage() throws IOException {
    Scene scene = scene(AMER);
    begin();
    scene.arrived(scene.accepted(AMER));
    pass(Duration.ofSeconds(25));

    assertThat(finding("amer").sentence()).isEqualTo("Not sending: no tick for 25 s");
  }

  @Test
  void aProcessThatWasHeldUpDoesNotBlameItsRoutes() throws IOException {
    play(AMER, 6);
    begin();
    pass(Duration.ofSeconds(60));

    time.jump(Duration.ofSeconds(40));
    for (int second = 0; second < 30; second++) {
      pass(Duration.ofSeconds(1));
      assertThat(state("amer").severity()).isNotEqualTo(State.Severity.BAD);
    }
  }

  @Test
  void aLedgerThatCannotBeWrittenIsSaid() throws IOException {
    Scene scene = scene(AMER);
    begin();
    scene.arrived(scene.accepted(AMER));
    board.events().skipped(AMER, SkipReason.STORE_FAILED);

    assertThat(finding("amer").sentence()).isEqualTo("Not sending: the ledger cannot be written");
  }

  @Test
  void refusedCredentialsAreNotARefusalOfMail() throws IOException {
    Scene scene = scene(AMER);
    begin();
    for (int i = 0; i < 4; i++) {
      scene.ended(
          scene.tick(AMER),
          Sessions.refused(time.wall(), Phase.AUTH, 535, "5.7.3 Authentication unsuccessful"),
          Duration.ZERO);
      pass(Duration.ofSeconds(5));
    }

    assertThat(finding("amer").state()).isEqualTo(State.FAILING);
    assertThat(finding("amer").sentence())
        .isEqualTo("Failing: 100 % of sessions with credentials refused (535 5.7.3 at auth)");
    assertThat(finding("amer").detail())
        .startsWith(
            "Not Exchange Online: it points at our credentials. The credentials were refused. Look"
                + " at the application's secret");
  }

  /** The enhanced code of the outage, and our own doing. */
  @Test
  void tooManySubmissionsAtOnceAreNotToldAsAnOutage() throws IOException {
    Scene scene = scene(AMER);
    begin();
    for (int i = 0; i < 4; i++) {
      scene.ended(
          scene.tick(AMER),
          Sessions.refused(
              time.wall(), Phase.DATA, 432, "4.3.2 STOREDRV.ClientSubmit; sender thread limit"),
          Duration.ofSeconds(15));
      pass(Duration.ofSeconds(5));
    }

    assertThat(finding("amer").state()).isEqualTo(State.FAILING);
    assertThat(finding("amer").sentence())
        .isEqualTo(
            "Failing: 100 % of sessions deferred (432 4.3.2 at data), by our own sending rate");
    assertThat(finding("amer").detail()).contains("Let fewer routes and programs use this mailbox");
  }

  @Test
  void anOutageIsToldWithWhatItsReplyMeans() throws IOException {
    Scene scene = scene(AMER);
    begin();
    for (int i = 0; i < 4; i++) {
      scene.ended(
          scene.tick(AMER),
          Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
          Duration.ofSeconds(15));
      pass(Duration.ofSeconds(5));
    }

    assertThat(finding("amer").sentence())
        .isEqualTo("Refused: 100 % of sessions deferred (421 4.3.2 at banner)");
    assertThat(finding("amer").detail()).startsWith("The resource forest that holds the mailboxes");
    assertThat(status("amer").troubles().getFirst().cause().reasonLabel())
        .isEqualTo("forest_limit");
  }

  @Test
  void repliesThatNoRuleKnowsAreListedByShapeAndBounded() throws IOException {
    Scene scene = scene(AMER);
    begin();
    for (int i = 0; i < 3; i++) {
      String text = "4.9.9 Odd thing " + i + " at [mx" + i + ".example.net]";
      refuseAtMail(scene, 471, text);
    }
    refuseAtMail(scene, 421, "4.3.2 known");

    assertThat(board.report().unclassified())
        .singleElement()
        .satisfies(
            reply -> {
              assertThat(reply.shape()).isEqualTo("471 4.9.9 Odd thing # at [...]");
              assertThat(reply.count()).isEqualTo(3);
              assertThat(reply.example()).contains("mx2.example.net");
              assertThat(reply.last()).isEqualTo(time.wall());
            });

    for (int i = 0; i < 200; i++) {
      refuseAtMail(scene, 471, "4.9." + i + " " + (char) ('a' + i % 26) + (char) ('a' + i / 26));
    }
    assertThat(board.report().unclassified())
        .hasSize(UnclassifiedReplies.MOST + 1)
        .first()
        .satisfies(reply -> assertThat(reply.shape()).isEqualTo(UnclassifiedReplies.OTHERS));
    assertThat(board.report().unclassified().stream().mapToLong(UnclassifiedReply::count).sum())
        .isEqualTo(203);
  }

  @Test
  void repliesThatDeliveryReportsTellOfAreListedToo() throws IOException {
    Scene scene = scene(AMER);
    begin();
    scene.reported(scene.accepted(AMER), Action.DELAYED);
    assertThat(board.report().unclassified()).as("421 4.3.2 is known").isEmpty();
    for (int i = 0; i < 2; i++) {
      scene.reported(scene.accepted(AMER), Action.FAILED, "571 5.9.9 Odd thing " + i);
    }
    assertThat(board.report().unclassified())
        .singleElement()
        .satisfies(
            reply -> {
              assertThat(reply.shape()).isEqualTo("571 5.9.9 Odd thing #");
              assertThat(reply.count()).isEqualTo(2);
              assertThat(reply.phase()).isEmpty();
              assertThat(reply.example()).isEqualTo("571 5.9.9 Odd thing 1");
            });
  }

  @Test
  void mailThatComesBackIsToldAsSuch() throws IOException {
    Scene scene = scene(AMER);
    begin();
    scene.arrived(scene.accepted(AMER));
    for (int i = 0; i < 2; i++) {
      scene.reported(scene.accepted(AMER), Action.FAILED);
      pass(Duration.ofSeconds(5));
    }
    assertThat(finding("amer").state()).isEqualTo(State.FLOWING);
    assertThat(finding("amer").detail()).contains("By delivery reports 2 probes came back lately.");
    scene.reported(scene.accepted(AMER), Action.FAILED);
    pass(Duration.ofSeconds(5));
    assertThat(finding("amer").sentence())
        .isEqualTo("Failing: 3 of the last 4 probes came back, by delivery reports");
  }

  @Test
  void mailThatIsReportedAsDelayedIsToldAsSuch() throws IOException {
    Scene scene = scene(AMER);
    begin();
    scene.arrived(scene.accepted(AMER));
    scene.reported(scene.accepted(AMER), Action.DELAYED);
    pass(Duration.ofSeconds(2));
    assertThat(finding("amer").detail())
        .contains("Reported as delayed: 1 probe, tried until ")
        .contains(":00Z.");
  }

  /** One of two receivers cannot be read, and all mail goes there: nobody else is to blame. */
  @Test
  void deafToOneReceiverForTenMinutesIsNobodyElsesFault() throws IOException {
    Play amer = play(AMER, 5);
    begin();
    readFeed(60, true);
    amer.hold();
    for (int second = 0; second < 600; second++) {
      board.events().feedRead("local", false);
      board.events().feedRead("mx2", true);
      pass(Duration.ofSeconds(1));
      if (second > 30) {
        Optional<Suspicion> suspicion = status("amer").suspicion();
        assertThat(finding("amer").sentence() + finding("amer").detail() + suspicion)
            .doesNotContainIgnoringCase("exchange");
      }
    }
    assertThat(state("amer")).isEqualTo(State.STOPPED);
    assertThat(status("amer").suspicion().orElseThrow().evidence())
        .startsWith("We are deaf to local:");

    amer.release();
    for (int second = 0; second < 120; second++) {
      board.events().feedRead("local", true);
      pass(Duration.ofSeconds(1));
    }
    assertThat(state("amer")).isIn(State.RECOVERING, State.FLOWING);
  }

  private void refuseAtMail(Scene scene, int code, String text) {
    scene.ended(
        scene.tick(AMER),
        Sessions.refused(time.wall(), Phase.MAIL, code, text),
        Duration.ofSeconds(15));
  }

  @Test
  void aLongCadenceHasItsTime() throws IOException {
    Route minutely = Routes.of("amer", io.mailprobe.prober.Path.OUTBOUND, Duration.ofMinutes(1));
    Play play = new Play(time, scene(minutely), minutely, USUAL, 9);
    play.start();
    begin();
    pass(Duration.ofMinutes(20));
    assertThat(state("amer")).isEqualTo(State.FLOWING);

    play.refuse(1, 0);
    pass(Duration.ofSeconds(100));
    assertThat(state("amer")).isEqualTo(State.REFUSED);
  }

  @Test
  void aProbeThatIsMissingForHoursIsARemark() throws IOException {
    Scene scene = scene(AMER);
    Play play = new Play(time, scene, AMER, USUAL, 21);
    begin();
    scene.accepted(AMER);
    play.start();
    pass(Duration.ofHours(1));

    assertThat(finding("amer").sentence()).isEqualTo("Mail is flowing");
    assertThat(finding("amer").detail()).contains("Oldest in flight 60 min");
  }

  @Test
  void failuresAreGroupedByCodePhaseAndFrontEnd() throws IOException {
    Scene scene = scene(AMER);
    begin();
    for (int i = 0; i < 3; i++) {
      scene.ended(
          scene.tick(AMER),
          Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
          Duration.ofMinutes(1));
    }
    scene.ended(
        scene.tick(AMER),
        Sessions.failed(time.wall(), Phase.CONNECT, Outcome.CONNECT_FAILED),
        Duration.ofMinutes(1));

    List<Trouble> troubles = status("amer").troubles();
    assertThat(troubles).hasSize(2);
    assertThat(troubles.getFirst())
        .returns(3L, Trouble::count)
        .returns("421 4.3.2", Trouble::codes)
        .returns(Phase.BANNER, Trouble::phase);
    assertThat(troubles.getFirst().forest()).contains("namprd07");
    assertThat(troubles.getLast().frontEnd()).isEmpty();

    pass(Duration.ofMinutes(16));
    assertThat(status("amer").troubles()).isEmpty();
  }

  private Scene scene(Route route) throws IOException {
    Scene scene = new Scene(folder.resolve(route.region()), List.of(route), time, board.events());
    scenes.add(scene);
    board.watch(scene.ledger());
    return scene;
  }

  private Play play(Route route, long seed) throws IOException {
    Play play = new Play(time, scene(route), route, USUAL, seed);
    play.start();
    return play;
  }

  private void begin() {
    board.startWithoutReader();
  }

  private void readFeed(int seconds, boolean answered) {
    for (int i = 0; i < seconds; i++) {
      pass(Duration.ofSeconds(1));
      board.events().feedRead("local", answered);
    }
  }

  /** Lets time pass, and the board read what changed as its thread would. */
  private void pass(Duration duration) {
    for (long second = 0; second < duration.toSeconds(); second++) {
      time.advance(Duration.ofSeconds(1));
      board.readProbes();
    }
  }

  private RouteStatus status(String region) {
    board.readProbes();
    return board.report().routes().stream()
        .filter(route -> route.account().route().region().equals(region))
        .findFirst()
        .orElseThrow();
  }

  private Finding finding(String region) {
    return status(region).finding();
  }

  private State state(String region) {
    return finding(region).state();
  }
}
