package io.mailprobe.app.cli;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Nearest;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.logging.Logging;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailprobe send}: one probe now, its dialogue shown as it happens. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = "Sends one probe on a route now and shows the dialogue as it happens.",
    footer = {"", "Example:", "  mailprobe send /etc/mailprobe/config.yaml outbound"})
public final class SendCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CONFIG", description = "The configuration file (YAML).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private Path file;

  @Parameters(index = "1", paramLabel = "ROUTE", description = "The name of one of its routes.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private String route;

  public SendCommand(Surroundings surroundings, Program program) {
    this.surroundings = surroundings;
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    ConfigFile read = ConfigFile.read(file, surroundings);
    Config.Route chosen = choose(read.config().routes());
    Logging.apply(read.config().log());
    PrintWriter out = spec.commandLine().getOut();
    try {
      return program.send(read.config(), chosen, out);
    } finally {
      out.flush();
    }
  }

  private Config.Route choose(List<Config.Route> routes) throws CommandException {
    List<String> names = routes.stream().map(Config.Route::name).toList();
    return routes.stream()
        .filter(each -> each.name().equals(route))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    ExitStatus.USAGE,
                    file
                        + " has no route "
                        + route
                        + Nearest.to(route, names)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse(
                                names.isEmpty()
                                    ? "; it has none at all"
                                    : "; it has " + String.join(", ", names))));
  }

  /** What sends. */
  @FunctionalInterface
  public interface Program {

    /**
     * Sends one probe and writes its dialogue.
     *
     * @return one of {@link ExitStatus}
     * @throws CommandException if it cannot be sent at all, with words for the user
     */
    int send(Config config, Config.Route route, PrintWriter out) throws Exception;
  }
}
