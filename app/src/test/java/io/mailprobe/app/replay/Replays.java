package io.mailprobe.app.replay;

import io.mailprobe.app.config.Machine;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.prometheus.AlertSpell;
import io.mailprobe.app.prometheus.Judgement;
import io.mailprobe.app.prometheus.Judgement.Judged;
import io.mailprobe.app.prometheus.ShippedRules;
import io.mailprobe.app.prometheus.Tools;
import io.mailprobe.app.replay.Replay.Played;
import io.mailprobe.app.report.Report;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.simulator.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shipped scenarios, replayed and judged by the shipped rules. */
final class Replays {

  /** What came of one. */
  record Outcome(Scenario scenario, Report report, Judged judged) {

    /** The times in which somebody was woken up. */
    List<AlertSpell> pages() {
      return judged.spells().stream().filter(AlertSpell::pages).toList();
    }

    /** The times in which somebody was told: all alerts but the one that always fires. */
    List<AlertSpell> told() {
      return judged.spells().stream().filter(spell -> !spell.severity().equals("none")).toList();
    }

    /** When the first page came. */
    Optional<Instant> firstPage() {
      return pages().stream().map(AlertSpell::fired).findFirst();
    }
  }

  private Replays() {}

  static Scenario scenario(String name) {
    return new Scenarios(new Machine()).shipped(name);
  }

  /** Plays it as it ships. */
  static Outcome play(String name, Path folder) throws Exception {
    Scenario scenario = scenario(name);
    return play(scenario, scenario.probing().probes(), scenario.seed(), scenario.length(), folder);
  }

  /**
   * Plays it.
   *
   * @param every the cadence of the probes
   * @param folder is made, and must not be there
   */
  static Outcome play(Scenario scenario, Duration every, long seed, Duration length, Path folder)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve("prometheus-" + seed + "-" + every));
    Path data = Files.createDirectory(folder.resolve("replay-" + seed + "-" + every));
    ShippedRules rules = ShippedRules.read();
    Tools tools = Tools.find(System.getenv("PATH")).orElseThrow();
    Judgement judgement = new Judgement(tools, rules.writeTo(own), own);
    Replay replay =
        new Replay(
            scenario,
            scenario.probing().probedEvery(every),
            seed,
            length,
            data,
            new Build("test", "none"));
    Played played = replay.play(rules, Optional.of(judgement), false);
    return new Outcome(scenario, played.report(), played.judged().orElseThrow());
  }
}
