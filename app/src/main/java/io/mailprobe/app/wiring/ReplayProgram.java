package io.mailprobe.app.wiring;

import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.cli.ReplayCommand;
import io.mailprobe.app.cli.ReportText;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.app.logging.Logging;
import io.mailprobe.app.prometheus.Judgement;
import io.mailprobe.app.prometheus.ShippedRules;
import io.mailprobe.app.prometheus.Tools;
import io.mailprobe.app.replay.Replay;
import io.mailprobe.app.replay.Replay.Played;
import io.mailprobe.app.report.page.ReportFiles;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.simulator.scenario.Probing;
import io.mailprobe.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** {@code mailprobe replay}: a scenario, played and judged in a folder that is thrown away. */
public final class ReplayProgram implements ReplayCommand.Program {

  private final Surroundings surroundings;
  private final String searchPath;

  /**
   * @param searchPath where programs are looked for, as in {@code PATH}
   */
  public ReplayProgram(Surroundings surroundings, String searchPath) {
    this.surroundings = surroundings;
    this.searchPath = searchPath;
  }

  @Override
  public int replay(ReplayCommand.Settings settings, PrintWriter out) throws Exception {
    Logging.apply(new LogSettings(LogSettings.Format.PLAIN, LogSettings.Level.ERROR));
    Scenario scenario = new Scenarios(surroundings).find(settings.scenario());
    Probing probing =
        settings.every().map(scenario.probing()::probedEvery).orElse(scenario.probing());
    Path folder = Files.createTempDirectory("mailprobe-replay");
    try {
      ShippedRules rules = ShippedRules.read();
      Optional<Judgement> judgement = judgement(rules, folder);
      Replay replay =
          new Replay(
              scenario,
              probing,
              settings.seed().orElse(scenario.seed()),
              length(scenario, settings.runFor()),
              folder,
              BuildInfo.read());
      Played played = replay.play(rules, judgement, settings.out().isPresent());
      if (settings.out().isPresent()) {
        write(played, settings.out().get());
      }
      if (settings.json()) {
        out.println(new String(played.report().json(), StandardCharsets.UTF_8));
      } else {
        ReportText.print(played.report(), out);
      }
      return ExitStatus.OK;
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    } finally {
      Folders.delete(folder);
    }
  }

  private static Duration length(Scenario scenario, Optional<Duration> asked)
      throws CommandException {
    if (asked.filter(length -> length.compareTo(Replay.SCRAPES) < 0).isPresent()) {
      throw new CommandException(
          ExitStatus.USAGE, "--for is too short: metrics are scraped every 15 s");
    }
    return asked
        .filter(length -> length.compareTo(scenario.length()) < 0)
        .orElse(scenario.length());
  }

  private static void write(Played played, Path folder) throws IOException {
    var _ = ReportFiles.write(played.report(), folder);
    if (played.metrics().isPresent()) {
      Path _ =
          Files.move(
              played.metrics().get(),
              folder.resolve("metrics.txt"),
              StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Optional<Judgement> judgement(ShippedRules rules, Path folder) throws IOException {
    Optional<Tools> tools = Tools.find(searchPath);
    if (tools.isEmpty()) {
      return Optional.empty();
    }
    Path own = Files.createDirectory(folder.resolve("prometheus"));
    return Optional.of(new Judgement(tools.get(), rules.writeTo(own), own));
  }
}
