package io.mailprobe.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Machine;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.prometheus.ShippedRules;
import io.mailprobe.app.replay.Replay.Played;
import io.mailprobe.app.report.Report;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.simulator.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay is a function of scenario and seed, and accounts for every probe. */
class ReplayTest {

  @TempDir private Path folder;
  private int runs;

  private Played play(String name, long seed, Duration length) throws Exception {
    Scenario scenario = new Scenarios(new Machine()).shipped(name);
    Path own = Files.createDirectory(folder.resolve("run" + ++runs));
    Replay replay =
        new Replay(scenario, scenario.probing(), seed, length, own, new Build("test", "none"));
    return replay.play(ShippedRules.read(), Optional.empty(), true);
  }

  @Test
  void theSameSeedMakesTheSameBytesAndAnotherOneOthers() throws Exception {
    Duration length = Duration.ofMinutes(34);
    Played first = play("deferral-50", 7, length);
    Played again = play("deferral-50", 7, length);
    Played other = play("deferral-50", 8, length);

    assertThat(again.report().json()).isEqualTo(first.report().json());
    assertThat(again.metrics().orElseThrow()).hasSameBinaryContentAs(first.metrics().orElseThrow());
    assertThat(other.report().json()).isNotEqualTo(first.report().json());
  }

  @Test
  void everyTickIsAProbeAndEveryProbeIsAccountedFor() throws Exception {
    Report report = play("one-forest", 1, Duration.ofMinutes(40)).report();

    assertThat(report.routes()).hasSize(9);
    for (Report.Route route : report.routes()) {
      Report.Counts counts = route.counts();
      assertThat(counts.probes())
          .as("%s %s", route.region(), route.route())
          .isEqualTo(
              counts.delivered()
                  + counts.lost()
                  + counts.rejected()
                  + counts.abandoned()
                  + counts.bounced()
                  + counts.inFlight());
      assertThat((double) counts.probes())
          .isBetween(2_400 / route.everySeconds() - 1, 2_400 / route.everySeconds() + 1);
    }
  }

  @Test
  void whatPassesExchangeOnlineShowsItsHops() throws Exception {
    Played played = play("healthy", 1, Duration.ofMinutes(15));
    List<String> lines = Files.readAllLines(played.metrics().orElseThrow());
    assertThat(lines)
        .anyMatch(line -> line.startsWith("mailprobe_hop_latency_seconds_count{"))
        .anyMatch(line -> line.startsWith("up{") && line.contains("role=\"receiver\""))
        .noneMatch(line -> line.startsWith("jvm_") || line.startsWith("process_"));
  }
}
