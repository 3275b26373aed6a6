package io.mailprobe.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailprobe replay}: a scenario on a virtual clock, and what the alerts make of it. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Plays a scenario on a clock of its own, a day in seconds, and says what was seen first,",
      "when each alert fired and cleared, and how far ahead of the vendor's posts that was.",
      "Alerts need prometheus on the PATH."
    },
    footer = {"", "Example:", "  mailprobe replay EX1331830 --out ex1331830"})
public final class ReplayCommand implements Callable<Integer> {

  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SCENARIO",
      description = "The name of a scenario that ships with Mailprobe, or a file.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private String scenario;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Draws other chances (default: the scenario's own).")
  private @Nullable Long seed;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "The cadence of the probes (default: the scenario's own).")
  private @Nullable Duration every;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Plays only so much of it, from its beginning.")
  private @Nullable Duration runFor;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Writes report.html, report.json, and metrics.txt for promtool, to a folder.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Prints the report as JSON.")
  private boolean json;

  public ReplayCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter writer = spec.commandLine().getOut();
    try {
      return program.replay(
          new Settings(
              scenario,
              seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
              Optional.ofNullable(every),
              Optional.ofNullable(runFor),
              Optional.ofNullable(out),
              json),
          writer);
    } finally {
      writer.flush();
    }
  }

  /**
   * What the user asked for.
   *
   * @param scenario a name or a file
   * @param seed of all chances; empty for the scenario's own
   * @param every the cadence of the probes; empty for the scenario's own
   * @param runFor how much of it is played; empty for all
   * @param out where the report is written to; empty for nowhere
   * @param json whether it is printed as JSON
   */
  public record Settings(
      String scenario,
      OptionalLong seed,
      Optional<Duration> every,
      Optional<Duration> runFor,
      Optional<Path> out,
      boolean json) {}

  /** What plays. */
  @FunctionalInterface
  public interface Program {

    /**
     * Plays to the end.
     *
     * @return one of {@link ExitStatus}
     * @throws CommandException if it cannot, with words for the user
     */
    int replay(Settings settings, PrintWriter out) throws Exception;
  }
}
