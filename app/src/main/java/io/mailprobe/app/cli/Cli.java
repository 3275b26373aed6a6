package io.mailprobe.app.cli;

import io.mailprobe.app.config.ConfigException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code mailprobe} with its commands. */
public final class Cli {

  private static final Logger log = LoggerFactory.getLogger(Cli.class);

  private final CommandLine root = new CommandLine(new Root());
  private final PrintWriter out;
  private final PrintWriter err;

  /** A program without commands, writing to these two. */
  public Cli(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Adds a command: one of the classes of this package. */
  public Cli with(Callable<Integer> command) {
    root.addSubcommand(command);
    return this;
  }

  /** Runs the command that the arguments name. Throws nothing; the status is for the shell. */
  public int execute(String... arguments) {
    return root.setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Cli::usedWrongly)
        .setExecutionExceptionHandler(Cli::failed)
        .execute(arguments);
  }

  private static int usedWrongly(ParameterException fault, String[] arguments) {
    CommandLine command = fault.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("mailprobe: " + fault.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(fault, err)) {
      err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    err.flush();
    return ExitStatus.USAGE;
  }

  private static int failed(
      Exception fault, CommandLine command, CommandLine.ParseResult arguments) {
    PrintWriter err = command.getErr();
    int status =
        switch (fault) {
          case ConfigException config -> {
            ProblemPrinter.print(config, err);
            yield ExitStatus.USAGE;
          }
          case CommandException told -> {
            err.println("mailprobe: " + told.getMessage());
            yield told.status();
          }
          default -> {
            log.error("{} failed by a fault of the program", command.getCommandName(), fault);
            err.println(
                "mailprobe: "
                    + command.getCommandName()
                    + " failed by a fault of the program; please report it with the line above");
            yield ExitStatus.FAULT;
          }
        };
    err.flush();
    return status;
  }

  @Command(
      name = "mailprobe",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      description =
          "Sends timestamped test mail through Exchange Online and measures what arrives.",
      footer = {
        "",
        "Exit status: 0 all is well, 1 a fault was found, 2 used wrongly.",
        "",
        "Example:",
        "  mailprobe check /etc/mailprobe/config.yaml"
      })
  private static final class Root implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
      throw new ParameterException(
          spec.commandLine(),
          "expected a command: " + String.join(", ", spec.subcommands().keySet()));
    }
  }

  private static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(Cli.class.getPackage().getImplementationVersion())
              .orElse("(development)");
      return new String[] {"mailprobe " + version + ", Java " + Runtime.version().feature()};
    }
  }
}
