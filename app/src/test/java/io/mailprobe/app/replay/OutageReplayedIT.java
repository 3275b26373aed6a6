package io.mailprobe.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.prometheus.AlertSpell;
import io.mailprobe.app.replay.Replays.Outcome;
import io.mailprobe.app.report.Report;
import io.mailprobe.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outage of 2 June 2026 on the virtual clock, as the shipped rules see it. */
class OutageReplayedIT {

  private static final Instant ONSET = Instant.parse("2026-06-02T13:03:00Z");

  /** What was told in healthy days, all of them together. */
  private static final Set<String> warnings = new HashSet<>();

  @TempDir private Path folder;

  private final Scenario scenario = Replays.scenario("EX1331830");

  private Instant firstPage(Duration every, Duration length) throws Exception {
    Optional<Instant> page =
        Replays.play(scenario, every, scenario.seed(), length, folder).firstPage();
    assertThat(page).as("a page at a cadence of " + every).isPresent();
    return page.orElseThrow();
  }

  @Test
  void pagesWithinNinetySecondsAtTenSeconds() throws Exception {
    assertThat(firstPage(Duration.ofSeconds(10), Duration.ofMinutes(35)))
        .isBetween(ONSET, ONSET.plusSeconds(90));
  }

  @Test
  void pagesWithinFourMinutesAtAMinute() throws Exception {
    assertThat(firstPage(Duration.ofSeconds(60), Duration.ofMinutes(38)))
        .isBetween(ONSET, ONSET.plusSeconds(240));
  }

  /** The seven points of what is known of that day and night. */
  @Test
  @EnabledIfSystemProperty(named = "mailprobe.replays", matches = "all")
  void showsWhatHappened() throws Exception {
    Outcome outcome = Replays.play("EX1331830", folder);
    List<AlertSpell> pages = outcome.pages();

    // (a) Long before the vendor, whose first post came at 14:33.
    assertThat(outcome.firstPage().orElseThrow()).isBefore(ONSET.plusSeconds(240));
    // (b) Each region has an answer of its own.
    assertThat(firstOf(pages, "amer")).isBefore(Instant.parse("2026-06-02T13:10:00Z"));
    assertThat(firstOf(pages, "deu")).isBefore(Instant.parse("2026-06-02T13:10:00Z"));
    assertThat(firstOf(pages, "emea"))
        .isBetween(Instant.parse("2026-06-02T14:33:00Z"), Instant.parse("2026-06-02T14:45:00Z"));
    assertThat(firstOf(pages, "apac"))
        .isBetween(Instant.parse("2026-06-02T16:30:00Z"), Instant.parse("2026-06-02T16:45:00Z"));
    // (c) No all clear at the recovery that was none.
    for (Instant at = Instant.parse("2026-06-02T19:30:00Z");
        at.isBefore(Instant.parse("2026-06-02T20:30:00Z"));
        at = at.plusSeconds(60)) {
      Instant now = at;
      assertThat(pages).as("%s in amer", now).anyMatch(page -> firesIn(page, "amer", now));
    }
    // (d) What came an hour late counts with its latency, when it came.
    assertThat(outcome.report().routes())
        .filteredOn(route -> route.region().equals("amer") && route.route().equals("outbound"))
        .singleElement()
        .satisfies(
            route -> {
              assertThat(route.longestSeconds().orElseThrow()).isGreaterThan(3_600);
              assertThat(route.oldestAgeSeconds()).isGreaterThan(3_600);
              assertThat(route.counts().lost()).isZero();
            });
    // (e) The drain and what comes after it are no new outage, and (f) the recovery is called
    // before the vendor's: each region's pages, which are one notification, end once and for all.
    for (String region : scenario.regionNames()) {
      assertThat(ends(pages, region))
          .as("ends of what pages in %s", region)
          .singleElement()
          .satisfies(
              end ->
                  assertThat(end)
                      .isBetween(
                          Instant.parse("2026-06-02T22:00:00Z"),
                          Instant.parse("2026-06-03T04:00:00Z")));
    }
    // (g) It is what is still in flight that shows it: nothing was called delivered that was not.
    assertThat(outcome.report().routes())
        .allSatisfy(route -> assertThat(accountedFor(route.counts())).isTrue());
  }

  private static Instant firstOf(List<AlertSpell> pages, String region) {
    return pages.stream()
        .filter(page -> page.label("region").equals(region))
        .map(AlertSpell::fired)
        .findFirst()
        .orElseThrow();
  }

  /** When nothing paged any more that had. */
  private static List<Instant> ends(List<AlertSpell> pages, String region) {
    return pages.stream()
        .filter(page -> page.label("region").equals(region))
        .map(page -> page.cleared().orElse(Instant.MAX))
        .distinct()
        .filter(end -> pages.stream().noneMatch(page -> firesIn(page, region, end)))
        .toList();
  }

  private static boolean firesIn(AlertSpell page, String region, Instant at) {
    return page.label("region").equals(region) && page.firesAt(at);
  }

  private static boolean accountedFor(Report.Counts counts) {
    return counts.probes()
        == counts.delivered()
            + counts.lost()
            + counts.rejected()
            + counts.abandoned()
            + counts.bounced()
            + counts.inFlight();
  }

  /** Healthy days in which nobody is woken up. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  @EnabledIfSystemProperty(named = "mailprobe.replays", matches = "all")
  void healthyDaysAreQuiet(long seed) throws Exception {
    Scenario healthy = Replays.scenario("healthy");
    Outcome outcome = Replays.play(healthy, Duration.ofSeconds(60), seed, healthy.length(), folder);
    assertThat(outcome.pages()).as("pages with seed %s", seed).isEmpty();
    outcome.told().forEach(spell -> warnings.add(seed + ": " + spell.alert()));
    assertThat(warnings).as("warnings so far").hasSizeLessThanOrEqualTo(1);
  }
}
