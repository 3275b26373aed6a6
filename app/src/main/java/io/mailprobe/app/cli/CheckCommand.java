package io.mailprobe.app.cli;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigException;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailprobe check}: says all that is wrong with a configuration, or what it holds. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a configuration and tells all that is wrong with it, each problem as",
      "FILE:LINE:COLUMN KEY: MESSAGE. Nothing is started and nothing is connected to."
    },
    footer = {"", "Example:", "  mailprobe check /etc/mailprobe/config.yaml"})
public final class CheckCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "The configuration file (YAML).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private Path file;

  @Option(names = "--json", description = "Write the result as one JSON object.")
  private boolean json;

  public CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      ConfigFile read = ConfigFile.read(file, surroundings);
      if (json) {
        out.println(ProblemPrinter.json(file, true, read.warnings()));
      } else {
        PrintWriter err = spec.commandLine().getErr();
        ProblemPrinter.print(file, read.warnings(), err);
        err.flush();
        out.println(file + ": ok: " + summary(read.config()));
      }
      return ExitStatus.OK;
    } catch (ConfigException e) {
      if (!json) {
        throw e;
      }
      out.println(ProblemPrinter.json(file, false, e.problems()));
      return ExitStatus.USAGE;
    } finally {
      out.flush();
    }
  }

  static String summary(Config config) {
    List<String> parts = new ArrayList<>();
    parts.add("region " + config.region());
    parts.add("prober " + config.prober());
    config
        .receiver()
        .ifPresent(
            receiver -> parts.add("a receiver for " + String.join(", ", receiver.domains())));
    addCount(parts, config.routes().size(), "route");
    addCount(parts, config.feeds().size(), "feed");
    addCount(parts, config.canaries().size(), "canary");
    return String.join("; ", parts);
  }

  private static void addCount(List<String> parts, int count, String what) {
    if (count > 0) {
      String many = what.endsWith("y") ? what.replaceFirst("y$", "ies") : what + "s";
      parts.add(count + " " + (count == 1 ? what : many));
    }
  }
}
