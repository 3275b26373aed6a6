package io.mailprobe.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.prometheus.AlertSpell;
import io.mailprobe.prober.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportBuilderTest {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Instant CURED = Past.ONSET.plus(Duration.ofMinutes(40));

  private final Past past = new Past(Past.START, Past.START.plus(Duration.ofHours(4)));
  private final ReportedRoute outbound = past.route("amer", Path.OUTBOUND, TEN_SECONDS);
  private final ReportedRoute control = past.route("amer", Path.CONTROL, Duration.ofSeconds(30));

  private static boolean isIll(Instant tick) {
    return !tick.isBefore(Past.ONSET) && tick.isBefore(CURED);
  }

  @Test
  void aHealthyTimeHasNoTrouble() {
    Report report = past.ticks(outbound, past::well).ticks(control, past::well).report();
    Report.Region amer = report.regions().getFirst();
    assertThat(amer.spells()).isEmpty();
    assertThat(amer.verdict())
        .isEqualTo("amer: no time of trouble. Of 1,440 probes all were in time.");
    Report.Route route = report.routes().getFirst();
    assertThat(route.route()).isEqualTo("outbound");
    assertThat(route.ticks()).contains(1_440);
    assertThat(route.counts().delivered()).isEqualTo(1_440);
    assertThat(route.gaps()).isEmpty();
    assertThat(route.p50Seconds().orElseThrow()).isBetween(3.5, 5.5);
    assertThat(report.alerts().known()).isFalse();
  }

  @Test
  void deferralsAreTroubleOfExchangeOnlineFromTheFirstToTheLast() {
    Report report =
        past.ticks(
                outbound,
                (route, tick) ->
                    isIll(tick)
                        ? past.deferred(route, tick, Duration.ofMinutes(20))
                        : past.well(route, tick))
            .ticks(control, past::well)
            .report();
    Report.Spell spell = report.regions().getFirst().spells().getFirst();
    assertThat(spell.began()).isEqualTo(Past.ONSET);
    assertThat(spell.ended()).contains(CURED.minus(TEN_SECONDS));
    assertThat(spell.seen()).isEqualTo(Past.ONSET.plusMillis(68));
    assertThat(spell.firstDeferral().orElseThrow().code()).contains(421);
    assertThat(spell.firstDeferral().orElseThrow().enhanced()).contains("4.3.2");
    assertThat(spell.firstDeferral().orElseThrow().forest()).contains("namprd07");
    assertThat(spell.firstLate().orElseThrow().at()).isEqualTo(Past.ONSET.plusSeconds(60));
    assertThat(spell.firstUndelivered()).isEmpty();
    assertThat(spell.counts().probes()).isEqualTo(240);
    assertThat(spell.counts().late()).isEqualTo(240);
    // The second attempts of the last two probes begin after the last tick in trouble.
    assertThat(spell.deferred()).isEqualTo(240);
    assertThat(spell.oldestAgeSeconds()).isEqualTo(1_200);
    assertThat(spell.party()).isEqualTo("exchange_online");
    Report.Forest forest = report.forests().getFirst();
    assertThat(forest.deferred()).isEqualTo(240);
    assertThat(forest.series().stream().mapToInt(Integer::intValue).sum()).isEqualTo(240);
    assertThat(report.refusals().rows()).hasSize(1);
    assertThat(report.refusals().rows().getFirst().sessions()).isEqualTo(240);
    assertThat(report.worst()).hasSize(25);
  }

  @Test
  void whatIsTakenAndDoesNotArriveIsBlamedByTheControlPath() {
    Past.Fate stuck =
        (route, tick) -> isIll(tick) ? past.lost(route, tick) : past.well(route, tick);
    Report well = past.ticks(outbound, stuck).ticks(control, past::well).report();
    Report.Spell spell = well.regions().getFirst().spells().getFirst();
    assertThat(spell.party()).isEqualTo("exchange_online");
    assertThat(spell.counts().lost()).isEqualTo(240);
    assertThat(spell.firstUndelivered().orElseThrow().verdict()).isEqualTo("lost");
  }

  @Test
  void aReceiverThatIsDownIsNotExchangeOnline() {
    Past.Fate stuck =
        (route, tick) -> isIll(tick) ? past.inFlight(route, tick) : past.well(route, tick);
    Past.Fate refused =
        (route, tick) -> isIll(tick) ? past.unreachable(route, tick) : past.well(route, tick);
    Report report = past.ticks(outbound, stuck).ticks(control, refused).report();
    assertThat(report.regions().getFirst().spells().getFirst().party()).isEqualTo("receiver");
    assertThat(report.regions().getFirst().verdict()).contains("The control path");
  }

  @Test
  void whatHasNotArrivedIsSeenWhileItHasNot() {
    Past stopped = new Past(Past.START, Past.START.plus(Duration.ofHours(2)));
    ReportedRoute route = stopped.route("emea", Path.OUTBOUND, Duration.ofMinutes(1));
    Report report =
        stopped
            .ticks(
                route,
                (of, tick) ->
                    tick.isBefore(Past.ONSET) ? stopped.well(of, tick) : stopped.inFlight(of, tick))
            .report();
    Report.Spell spell = report.regions().getFirst().spells().getFirst();
    assertThat(spell.ended()).isEmpty();
    // The last probe is not late yet.
    assertThat(spell.counts().late()).isEqualTo(56);
    assertThat(spell.oldestAgeSeconds()).isEqualTo(57 * 60);
    Series series = report.routes().getFirst().series();
    assertThat(series.oldestAge().getLast()).isEqualTo(57 * 60);
    assertThat(series.inFlight().getLast()).isEqualTo(57);
    assertThat(series.p50().getLast()).isEmpty();
    assertThat(series.p50().getFirst()).isPresent();
  }

  @Test
  void aTrickleIsCountedAndNoTrouble() {
    int[] count = {0};
    Report report =
        past.ticks(
                outbound,
                (route, tick) ->
                    count[0]++ % 100 == 50 ? past.lost(route, tick) : past.well(route, tick))
            .report();
    Report.Region amer = report.regions().getFirst();
    assertThat(amer.spells()).isEmpty();
    assertThat(amer.outside().lost()).isEqualTo(14);
    assertThat(amer.verdict()).contains("14 lost");
  }

  @Test
  void aTimeWithoutTicksIsTold() {
    Report report = past.ticks(outbound, past::well).report();
    assertThat(report.routes().getLast().route()).isEqualTo("control");
    assertThat(report.routes().getLast().gaps())
        .containsExactly(
            new Report.Gap(Past.START, Past.START.plus(Duration.ofHours(4)), 14_400.0));
  }

  @Test
  void postsAndAlertsAreSetBesideWhatWasSeen() {
    ReportBuilder builder =
        past.ticks(
                outbound,
                (route, tick) ->
                    isIll(tick)
                        ? past.deferred(route, tick, Duration.ofMinutes(20))
                        : past.well(route, tick))
            .ticks(control, past::well)
            .builder();
    builder.posts(
        List.of(
            new Post(Past.ONSET.plus(Duration.ofMinutes(90)), "EX1331830", "Delays."),
            new Post(Past.START.minusSeconds(1), "EX1", "Before the time of the report.")));
    builder.alerts(
        List.of(
            new AlertSpell(
                "MailProbeDeferralRateHigh",
                new TreeMap<>(Map.of("region", "amer", "severity", AlertSpell.PAGE)),
                Past.ONSET.plusSeconds(45),
                Past.ONSET.plusSeconds(75),
                Optional.of(CURED))));
    Report report = builder.build();
    assertThat(report.posts()).hasSize(1);
    assertThat(report.posts().getFirst().leads()).containsExactly(Map.entry("amer", 5_399.932));
    assertThat(report.posts().getFirst().pageLeadSeconds()).contains(5_325.0);
    assertThat(report.summary())
        .contains(
            "The first page, MailProbeDeferralRateHigh, came at 2 Jun 2026 13:04:15 UTC.",
            "Microsoft first posted at 2 Jun 2026 14:33:00 UTC (EX1331830), 1 h 30 min after it"
                + " was seen here.");
  }

  @Test
  void theOrderInWhichItIsToldMakesNoDifference() {
    Past.Fate fate =
        (route, tick) ->
            isIll(tick)
                ? past.deferred(route, tick, Duration.ofMinutes(20))
                : past.well(route, tick);
    past.ticks(outbound, fate).ticks(control, past::well);
    assertThat(past.report().json()).isEqualTo(past.reversed().report().json());
  }
}
