package io.mailprobe.app.cli;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.page.ReportFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailprobe report}: what happened in a time, for those who were not there. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Reports on a time that has passed: since when which region was in trouble, what was seen",
      "first, how bad it was, whose fault it looked like, and how long before Microsoft said so.",
      "Reads the stores, whether mailprobe run is running or not, and changes nothing in them."
    },
    footer = {
      "",
      "WHEN is an instant (2026-06-02T13:00Z), a day (2026-06-02, UTC), or how long ago (6h).",
      "",
      "Example:",
      "  mailprobe report /etc/mailprobe/config.yaml --from 6h --out report"
    })
public final class ReportCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "CONFIG",
      description = "The configuration files (YAML) of the probers to report on.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private List<Path> files;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "WHEN",
      converter = WhenConverter.class,
      description = "When the time begins.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private When from;

  @Option(
      names = "--to",
      paramLabel = "WHEN",
      converter = WhenConverter.class,
      defaultValue = "0s",
      description = "When it ends (default: now).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private When to;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Write report.html, one page that needs nothing else, and report.json there.")
  private @Nullable Path folder;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description = "The Prometheus that evaluated the rules: which alerts fired is asked there.")
  private @Nullable URI prometheus;

  @Option(names = "--json", description = "Print the report as JSON, instead of a few sentences.")
  private boolean json;

  public ReportCommand(Surroundings surroundings, Program program) {
    this.surroundings = surroundings;
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    Map<Path, Config> configs = new LinkedHashMap<>();
    for (Path file : files) {
      configs.put(file, ConfigFile.read(file, surroundings).config());
    }
    Report report = program.report(configs, new Request(from, to, Optional.ofNullable(prometheus)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(report.json(), StandardCharsets.UTF_8));
    } else {
      report.summary().forEach(out::println);
      report.notes().forEach(note -> out.println("Note: " + note));
    }
    if (folder != null) {
      ReportFiles written = write(report, folder);
      if (!json) {
        out.println("Written: " + written.page() + ", " + written.data());
      }
    }
    out.flush();
    return ExitStatus.OK;
  }

  private static ReportFiles write(Report report, Path folder) throws CommandException {
    try {
      return ReportFiles.write(report, folder);
    } catch (IOException e) {
      throw new CommandException(
          ExitStatus.FAULT, "the report cannot be written to " + folder + ": " + e);
    }
  }

  /**
   * What is asked for.
   *
   * @param prometheus whom to ask for alerts
   */
  public record Request(When from, When to, Optional<URI> prometheus) {}

  /** What makes the report. */
  @FunctionalInterface
  public interface Program {

    /**
     * The report on what the ledgers of these configurations hold.
     *
     * @throws CommandException if it cannot be made, with words for the user
     */
    Report report(Map<Path, Config> configs, Request request) throws Exception;
  }
}
