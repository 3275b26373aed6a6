package io.mailprobe.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.status.State;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.app.status.Verdicts;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SpellsTest {

  private static final Instant START = Instant.parse("2026-06-02T13:03:00Z");
  private static final Route AMER = Routes.outbound("amer");

  @TempDir private Path folder;
  private final Spells spells = new Spells(List.of());
  private RouteAccount amer;

  @BeforeEach
  void readAccount() throws IOException {
    ManualTime time = new ManualTime();
    StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
    try (Scene scene = new Scene(folder, List.of(AMER), time, board.events())) {
      amer = scene.ledger().accounts().getFirst();
    }
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private Optional<Spell> observe(int minute, State state, Party party) {
    return spells.observe(Verdicts.of(at(minute), Verdicts.route(amer, state, party)));
  }

  private void trouble(int from, int until) {
    for (int minute = from; minute <= until; minute++) {
      observe(minute, State.REFUSED, Party.EXCHANGE_ONLINE);
    }
  }

  private Optional<Instant> noticed(Issues.Draft issue, int now) {
    return spells.of(Known.first(issue.made(), at(now)), at(now)).map(Spell::began);
  }

  @ParameterizedTest
  @EnumSource(value = Party.class, names = "EXCHANGE_ONLINE", mode = Mode.EXCLUDE)
  void whatPointsAtAnybodyElseIsNoSpell(Party party) {
    assertThat(observe(0, State.REFUSED, party)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"FLOWING", "IMPAIRED", "RECOVERING", "STARTING", "BLIND"})
  void whatIsNotBadIsNoSpell(State state) {
    assertThat(observe(0, state, Party.EXCHANGE_ONLINE)).isEmpty();
  }

  @Test
  void theFirstInstantIsSavedAtOnceAndTheLastOnceAMinute() {
    assertThat(observe(0, State.STOPPED, Party.EXCHANGE_ONLINE))
        .hasValue(new Spell(at(0), at(0), "amer outbound"));
    assertThat(
            spells.observe(
                Verdicts.of(
                    at(0).plusSeconds(59),
                    Verdicts.route(amer, State.STOPPED, Party.EXCHANGE_ONLINE))))
        .isEmpty();
    assertThat(observe(1, State.STOPPED, Party.EXCHANGE_ONLINE).orElseThrow().until())
        .isEqualTo(at(1));
  }

  @Test
  void aPauseOfLessThanAnHourIsNoEnd() {
    trouble(0, 10);
    observe(30, State.FLOWING, Party.UNKNOWN);
    trouble(70, 80);
    assertThat(noticed(Issues.of("EX1").started(at(75)), 90)).hasValue(at(0));
    trouble(141, 145);
    assertThat(noticed(Issues.of("EX1").started(at(300)), 310)).isEmpty();
    assertThat(noticed(Issues.of("EX1").started(at(205)), 310)).hasValue(at(141));
  }

  /** As on 2 June 2026: the start is that of the first post until the sixth corrects it. */
  @Test
  void whatBeganBeforeTheStartThatIsToldIsStillTheIssue() {
    trouble(1, 95);
    Issues.Draft issue = Issues.of("EX1").firstPost(at(90));
    assertThat(noticed(issue.started(at(90)), 95)).hasValue(at(1));
    assertThat(noticed(issue.started(at(0)), 400)).hasValue(at(1));
  }

  @Test
  void whatWasOverBeforeOrCameADayLaterIsNotTheIssue() {
    trouble(0, 10);
    assertThat(noticed(Issues.of("EX1").started(at(75)).firstPost(at(80)), 90)).isEmpty();
    Issues.Draft old = Issues.of("EX2").started(at(-3_000)).firstPost(at(-2_990));
    assertThat(noticed(old, 90)).isEmpty();
    Issues.Draft over = Issues.of("EX3").started(at(-60)).resolved(at(-1));
    assertThat(noticed(over, 90)).isEmpty();
    assertThat(noticed(over.resolved(at(5)), 90)).hasValue(at(0));
  }

  @Test
  void anIssueOfSomethingElseIsNotSeenInMail() {
    trouble(0, 10);
    assertThat(noticed(Issues.of("EX1").titled("Users cannot see a calendar").started(at(0)), 5))
        .isEmpty();
  }

  @Test
  void oldSpellsAreForgottenButThoseOfIssuesThatGoOn() {
    trouble(0, 1);
    int month = 31 * 24 * 60;
    Known open = Known.first(Issues.of("EX1").started(at(0)).firstPost(at(1)).made(), at(1));
    assertThat(spells.forget(List.of(open), at(month))).isEmpty();
    assertThat(spells.of(open, at(month)).map(Spell::began)).hasValue(at(0));
    assertThat(spells.forget(List.of(), at(10))).isEmpty();
    assertThat(spells.forget(List.of(), at(month))).hasSize(1);
    assertThat(spells.of(open, at(month))).isEmpty();
  }
}
