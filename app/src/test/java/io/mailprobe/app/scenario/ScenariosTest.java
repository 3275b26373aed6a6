package io.mailprobe.app.scenario;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Machine;
import io.mailprobe.simulator.fault.Drain;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.TimelinePlayer;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.simulator.scenario.Probing;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.scenario.ScenarioPhase;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {

  private static final Instant ONSET = Instant.parse("2026-06-02T13:03:00Z");

  private final Scenarios scenarios = new Scenarios(new Machine());
  private final ManualTime time = new ManualTime();
  private final FaultBoard board = new FaultBoard();

  static List<String> names() {
    return Scenarios.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachOfOursCanBeUsedAndSaysWhatItShows(String name) throws Exception {
    Scenario scenario = scenarios.find(name);
    assertThat(scenario.name()).isEqualTo(name);
    assertThat(scenario.summary()).hasSizeGreaterThan(60).endsWith(".");
    assertThat(scenario.phases()).allMatch(phase -> !phase.summary().isEmpty());
    assertThat(scenario.onset().isEmpty()).isEqualTo(name.equals("healthy"));
  }

  @Test
  void noneIsShippedThatIsNotNamed() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/io/mailprobe/app/scenario"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrderElementsOf(
              Scenarios.names().stream().map(name -> name + ".yaml").toList());
    }
  }

  /** Every fault is switched on and off again in its time, on what there is. */
  @ParameterizedTest
  @MethodSource("names")
  void eachOfOursCanBePlayedToItsEnd(String name) {
    Scenario scenario = scenarios.shipped(name);
    Set<Fault> struck =
        PlayedScenario.play(scenario).stream().map(Injection::fault).collect(Collectors.toSet());
    assertThat(struck).hasSize((int) distinctFaults(scenario));
  }

  private static long distinctFaults(Scenario scenario) {
    return scenario.timeline().entries().stream()
        .map(entry -> entry.first().fault())
        .distinct()
        .count();
  }

  @Test
  void theOutageOf2JuneIsAsItWas() {
    Scenario outage = scenarios.shipped("EX1331830");
    assertThat(outage.regionNames()).containsExactly("amer", "deu", "emea", "apac");
    assertThat(outage.regions()).allMatch(region -> region.forests().size() == 2);
    assertThat(outage.regions().stream().map(Region::addresses)).allMatch(each -> each.size() == 4);
    assertThat(outage.onset()).contains(ONSET);
    assertThat(Duration.between(outage.start(), ONSET)).isEqualTo(ofMinutes(30));
    assertThat(outage.incident()).map(Incident::started).contains(ONSET);
    assertThat(outage.probing()).isEqualTo(Probing.standard());
    assertThat(outage.phasesAt(Duration.between(outage.start(), ONSET)))
        .extracting(ScenarioPhase::name)
        .containsExactly("onset");

    TimelinePlayer player = new TimelinePlayer(board, time, outage.timeline());
    player.start();
    time.advance(ofMinutes(30));
    assertThat(hold("amer")).isEqualTo(ofMinutes(1)); // From the first second on.
    assertThat(hold("deu")).isEqualTo(ofMinutes(1));
    assertThat(hold("emea")).isZero();
    time.advance(ofMinutes(45));
    assertThat(hold("amer")).isBetween(ofMinutes(30), ofMinutes(31));
    time.advance(ofMinutes(45).plusSeconds(1));
    assertThat(hold("amer")).isEqualTo(ofMinutes(65));
    assertThat(hold("apac")).isZero();
    time.advance(ofHours(4)); // 18:33
    assertThat(outage.regionNames()).allMatch(region -> hold(region).equals(ofMinutes(65)));
    time.advance(ofHours(1)); // 19:33, when it seemed to become better
    assertThat(hold("amer")).isBetween(ofMinutes(40), ofMinutes(45));
    time.advance(ofHours(10)); // 05:33
    assertThat(board.active()).isEmpty();
    time.advance(ofHours(10)); // 15:33
    assertThat(board.active()).isNotEmpty();
    time.advance(ofHours(1));
    assertThat(board.active()).isEmpty();
    player.close();
  }

  /** The median of the hold on a region now; none where it is not held. */
  private Duration hold(String region) {
    return board.active().stream()
        .filter(each -> covers(each, region))
        .map(Injection::fault)
        .filter(Fault.Hold.class::isInstance)
        .map(fault -> ((Fault.Hold) fault).extra().median())
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private boolean covers(Injection injection, String region) {
    return scenarios.shipped("EX1331830").regions().stream()
        .filter(each -> each.name().equals(region))
        .anyMatch(each -> each.places().stream().anyMatch(injection.scope()::covers));
  }

  @Test
  void aRampLetsAShareGrowFromNoneUnlessItIsToldWhatGrows(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("ramp.yml"),
            """
            name: ramp
            summary: grows
            length: 1h
            seed: 42
            start: 2026-01-05T10:00:00Z
            latency: {median: 1s, spread: 0, tail: 0}
            probing: {probes: 10s}
            regions: [{name: emea, latency: {median: 2s}}]
            phases:
              - name: growing
                from: 2026-01-05T10:10:00Z
                until: 2026-01-05T10:30:00Z
                ramp: 10m
                scope: {share: 0.8}
                faults:
                  - {fault: drop}
                  - {fault: duplicate, share_from: 80%}
                  - {fault: hold, delay_from: 1m, delay: 11m, drain_rate: 30, drain_order: arrival}
                  - {fault: rewrite, fields: [Subject, X-One], body: changed}
                  - {fault: clock-jump, by: -3s}
              - {name: whole, from: 30m}
            """);
    Scenario scenario = scenarios.find(file.toString());
    assertThat(scenario.seed()).isEqualTo(42);
    assertThat(scenario.probing().probes()).isEqualTo(ofSeconds(10));
    assertThat(scenario.regions().getFirst().latency().median()).isEqualTo(ofSeconds(2));
    assertThat(scenario.regions().getFirst().latency().sigma()).isEqualTo(0.45);
    assertThat(scenario.phases().getLast().length()).isEqualTo(ofMinutes(30));

    TimelinePlayer player = new TimelinePlayer(board, time, scenario.timeline());
    player.start();
    time.advance(ofMinutes(10));
    assertThat(shares()).containsExactly(0.0, 0.8, 0.8, 0.0, 0.0, 0.8);
    time.advance(ofMinutes(5));
    assertThat(shares()).containsExactly(0.4, 0.8, 0.8, 0.4, 0.4, 0.8);
    assertThat(((Fault.Hold) board.active().get(2).fault()).extra().median())
        .isEqualTo(ofMinutes(6));
    time.advance(ofMinutes(5));
    assertThat(shares()).containsOnly(0.8);
    assertThat(((Fault.Hold) board.active().get(2).fault()).drain())
        .isEqualTo(new Drain.Steadily(30, true));
    assertThat(board.around("emea", Fault.ClockJump.class))
        .containsExactly(new Fault.ClockJump(ofSeconds(-3)));
    time.advance(ofMinutes(10));
    assertThat(board.active()).isEmpty();
    player.close();
  }

  private List<Double> shares() {
    return board.active().stream().map(Injection::share).toList();
  }
}
