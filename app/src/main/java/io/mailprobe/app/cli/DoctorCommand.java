package io.mailprobe.app.cli;

import io.mailprobe.app.config.ConfigException;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.doctor.Finding;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.app.logging.Logging;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailprobe doctor}: what is wrong with a set-up, and what to do about it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at a configuration and all that it stands on: store, DNS, ports, certificates,",
      "clock, token, log-in, sender and recipient, and one probe for each route. Says for each",
      "what was checked, what was seen and what to do. Sends one probe for each route."
    },
    footer = {"", "Example:", "  mailprobe doctor /etc/mailprobe/config.yaml"})
public final class DoctorCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "The configuration file (YAML).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private Path file;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "2m",
      description = "How long a probe may take to arrive (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private Duration patience;

  @Option(
      names = "--json",
      description = "Write each check as one JSON object on a line of its own, and a last one.")
  private boolean json;

  public DoctorCommand(Surroundings surroundings, Program program) {
    this.surroundings = surroundings;
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    FindingPrinter printer = new FindingPrinter(out, json);
    ConfigFile read;
    try {
      read = ConfigFile.read(file, surroundings);
    } catch (ConfigException e) {
      printer.print(ConfigFindings.of(file, e));
      printer.end();
      return ExitStatus.USAGE;
    }
    // What fails is told by the checks; the log would tell it in between.
    Logging.apply(new LogSettings(LogSettings.Format.PLAIN, LogSettings.Level.ERROR));
    printer.print(ConfigFindings.of(file, read));
    boolean well = program.doctor(read, patience, printer::print);
    printer.end();
    return well ? ExitStatus.OK : ExitStatus.FAULT;
  }

  /** What looks. */
  @FunctionalInterface
  public interface Program {

    /**
     * Makes all checks.
     *
     * @param patience how long a probe may take to arrive
     * @param sink hears of each check as it ends
     * @return whether nothing is broken
     * @throws CommandException if it cannot begin, with words for the user
     */
    boolean doctor(ConfigFile file, Duration patience, Consumer<Finding> sink) throws Exception;
  }
}
