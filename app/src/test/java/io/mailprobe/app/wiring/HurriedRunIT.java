package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mailprobe.app.metrics.MetricsHistory;
import io.mailprobe.app.prometheus.Judgement;
import io.mailprobe.app.prometheus.Judgement.Judged;
import io.mailprobe.app.prometheus.ShippedRules;
import io.mailprobe.app.prometheus.Tools;
import io.mailprobe.app.replay.Replay;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.scenario.Probing;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.scenario.ScenarioPhase;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.simulator.topology.Forest;
import io.mailprobe.simulator.topology.Forest.FrontEnd;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same scenario on the virtual clock without sockets, and in hurried time with real ones: the
 * same sessions end in the same way, and the same alerts fire.
 */
@Tag("measuring")
class HurriedRunIT {

  /** So many times as fast; where the machine is too busy for the first, the second. */
  private static final List<Integer> SPEEDS = List.of(30, 8);

  /** What is done as late as this misses ticks, and that is another scenario. */
  private static final Duration TOO_LATE = Duration.ofSeconds(4);

  private static final Pattern SESSIONS =
      Pattern.compile("(mailprobe_sessions_total\\{.*outcome=\"([a-z_]+)\".*}) (\\S+) \\S+");

  @TempDir Path folder;

  @Test
  @EnabledIfSystemProperty(named = "mailprobe.replays", matches = "all")
  void agreesWithTheVirtualRun() throws Exception {
    Scenario scenario = scenario();
    ShippedRules rules = ShippedRules.read();
    Path replayed = Files.createDirectory(folder.resolve("virtual"));
    Replay.Played played =
        new Replay(
                scenario,
                scenario.probing(),
                scenario.seed(),
                scenario.length(),
                replayed,
                BuildInfo.read())
            .play(rules, Optional.of(judgement("virtual")), true);
    Judged virtual = played.judged().orElseThrow();
    Map<String, Double> expected = outcomes(played.metrics().orElseThrow());

    MetricsHistory history = hurried(scenario, rules::mayRead);
    Judged judged =
        judgement("hurried")
            .judge(
                taker -> history.each(_ -> false, taker::series),
                scenario.start(),
                scenario.end(),
                Optional.empty());
    Path metrics = folder.resolve("hurried.txt");
    history.write(metrics);
    Map<String, Double> outcomes = outcomes(metrics);

    assertThat(outcomes.keySet()).isEqualTo(expected.keySet());
    assertThat(expected.get("deferred")).as("deferred sessions").isGreaterThan(200);
    expected.forEach(
        (outcome, count) ->
            assertThat(outcomes.get(outcome))
                .as("sessions that ended %s", outcome)
                .isCloseTo(count, Percentage.withPercentage(2)));
    assertThat(fired(judged)).isEqualTo(fired(virtual)).isNotEmpty();
  }

  private MetricsHistory hurried(Scenario scenario, Predicate<String> wanted) throws Exception {
    MetricsHistory history = new MetricsHistory(wanted);
    Duration late = TOO_LATE;
    for (int speed : SPEEDS) {
      if (late.compareTo(TOO_LATE) >= 0) {
        Path world = Files.createDirectory(folder.resolve("hurried-" + speed));
        try (HurriedWorld hurried = new HurriedWorld(scenario, speed, world, wanted)) {
          late = hurried.play(Duration.ofMinutes(3));
          history = hurried.history();
        }
      }
    }
    assumeThat(late).as("what the machine is behind with").isLessThan(TOO_LATE);
    return history;
  }

  private static Set<String> fired(Judged judged) {
    return judged.spells().stream()
        .map(spell -> spell.alert() + " " + spell.labels())
        .collect(Collectors.toSet());
  }

  private Judgement judgement(String name) throws IOException {
    Tools tools = Tools.find(System.getenv("PATH")).orElseThrow();
    Path own = Files.createDirectory(folder.resolve("prometheus-" + name));
    return new Judgement(tools, ShippedRules.read().writeTo(own), own);
  }

  /** How many sessions ended how, by the last value of each series. */
  private static Map<String, Double> outcomes(Path metrics) throws IOException {
    Map<String, Double> last = new HashMap<>();
    Map<String, String> outcome = new HashMap<>();
    for (String line : Files.readAllLines(metrics)) {
      Matcher found = SESSIONS.matcher(line);
      if (found.matches()) {
        last.put(found.group(1), Double.valueOf(found.group(3)));
        outcome.put(found.group(1), found.group(2));
      }
    }
    Map<String, Double> sums = new TreeMap<>();
    last.forEach((series, count) -> sums.merge(outcome.get(series), count, Double::sum));
    sums.values().removeIf(count -> count == 0);
    return sums;
  }

  /**
   * A region with one front end, where the sessions of a seed meet the same fates in the same
   * order: half of them are deferred for 11 of 14 minutes, about 240. Probes are so often handed in
   * that a session more or less at the edges is far less than 2 %, and late only after ten minutes,
   * so that no alert stands on an edge.
   */
  private static Scenario scenario() {
    Duration start = Duration.ofMinutes(2);
    Duration length = Duration.ofMinutes(11);
    List<Timeline.Entry> faults =
        Timeline.builder()
            .during(start, length)
            .in(Scope.everywhere())
            .fault(0.5, Fault.Reply.of(Phase.MAIL, "421 4.3.2 Service not active {trailer}"))
            .build()
            .entries();
    Probing probing =
        new Probing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            Duration.ofHours(25));
    return new Scenario(
        "half-deferred",
        "Half of the sessions are deferred.",
        Instant.parse("2026-06-02T12:00:00Z"),
        Duration.ofMinutes(14),
        false,
        List.of(region("amer", 11, "namprd07", "SJ5PEPF0001")),
        ServerSettings.ample(),
        probing,
        List.of(new ScenarioPhase("deferrals", "", start, length, faults)),
        Optional.empty(),
        20260602);
  }

  private static Region region(String name, int network, String forest, String frontEnd) {
    return new Region(
        name,
        List.of(new Forest(forest, List.of(new FrontEnd(frontEnd, Region.address(network, 1))))),
        Region.pool(network),
        Latency.ofMillis(2_500, 0.35));
  }
}
