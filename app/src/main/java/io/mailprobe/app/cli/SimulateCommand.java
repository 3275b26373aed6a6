package io.mailprobe.app.cli;

import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.simulator.scenario.Scenario;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mailprobe simulate}: the simulator by itself, for probers elsewhere. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a simulated Exchange Online by itself, for probers and a receiver in other processes.",
      "Each region has two ports, one after the other: where mailboxes submit, and where the",
      "internet hands mail in. What goes wrong, and when, is printed as it happens."
    },
    footer = {
      "",
      "Example:",
      "  mailprobe simulate --scenario EX1331830 --speed 120 \\",
      "    --listen 0.0.0.0:2600 --deliver receiver:2525 \\",
      "    --token-file /run/secrets/demo-token"
    })
public final class SimulateCommand implements Callable<Integer> {

  private final Scenarios scenarios;
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      converter = ListenConverter.class,
      defaultValue = "127.0.0.1:2600",
      description = "The first region's first port (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private InetSocketAddress listen;

  @Option(
      names = "--deliver",
      paramLabel = "HOST:PORT",
      required = true,
      converter = HostPortConverter.class,
      description = "The receiver, where mail for the domain probe.example goes.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private InetSocketAddress deliver;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      required = true,
      description = "Holds the access token that every mailbox takes.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private Path tokenFile;

  @Option(
      names = "--scenario",
      paramLabel = "NAME|FILE",
      defaultValue = Scenarios.DEMO,
      description = "What is played, as for demo (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private String scenario;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The simulator's time runs N times as fast, 1 to 1000 (default: 1).")
  private int speed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed plays the same chances (default: the scenario's).")
  private @Nullable Long seed;

  /** Plays scenarios of a machine. */
  public SimulateCommand(Surroundings machine, Program program) {
    this.scenarios = new Scenarios(machine);
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Speeds.check(speed, spec);
    Scenario found = scenarios.find(scenario);
    long chances = seed == null ? found.seed() : seed;
    try {
      return program.simulate(new Settings(listen, deliver, tokenFile, found, speed, chances), out);
    } finally {
      out.flush();
    }
  }

  /**
   * What the user asked for.
   *
   * @param listen the first region's first port
   * @param deliver the receiver, unresolved: its address may change
   * @param tokenFile the file with the access token
   * @param scenario what is played
   * @param speed how many times as fast the simulator's time runs
   * @param seed of all chances
   */
  public record Settings(
      InetSocketAddress listen,
      InetSocketAddress deliver,
      Path tokenFile,
      Scenario scenario,
      int speed,
      long seed) {}

  /** What plays. */
  @FunctionalInterface
  public interface Program {

    /**
     * Plays until it is told to stop.
     *
     * @return one of {@link ExitStatus}
     * @throws CommandException if it cannot start, with words for the user
     */
    int simulate(Settings settings, PrintWriter out) throws Exception;
  }

  private static final class HostPortConverter implements ITypeConverter<InetSocketAddress> {

    private static final int MOST = 65_535;

    @Override
    public InetSocketAddress convert(String text) {
      int colon = text.lastIndexOf(':');
      String port = text.substring(colon + 1);
      if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST) {
        throw new TypeConversionException(
            "expected a host and a port such as receiver:2525, not '" + text + "'");
      }
      return InetSocketAddress.createUnresolved(text.substring(0, colon), Integer.parseInt(port));
    }
  }
}
