package io.mailprobe.app.cli;

import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.logging.Logging;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailprobe run}: runs what a configuration holds until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs what the configuration holds: a prober, a receiver, or both.",
      "SIGTERM and Ctrl-C drain what is under way and end the process."
    },
    footer = {"", "Example:", "  mailprobe run /etc/mailprobe/config.yaml"})
public final class RunCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "The configuration file (YAML).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private Path file;

  public RunCommand(Surroundings surroundings, Program program) {
    this.surroundings = surroundings;
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    ConfigFile read = ConfigFile.read(file, surroundings);
    PrintWriter err = spec.commandLine().getErr();
    ProblemPrinter.print(file, read.warnings(), err);
    err.flush();
    Logging.apply(read.config().log());
    return program.run(read);
  }

  /** What runs. */
  @FunctionalInterface
  public interface Program {

    /**
     * Runs until it is told to stop.
     *
     * @return one of {@link ExitStatus}
     * @throws CommandException if it cannot start or go on, with words for the user
     */
    int run(ConfigFile file) throws Exception;
  }
}
