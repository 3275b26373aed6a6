package io.mailprobe.app.cli;

import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.simulator.scenario.Scenario;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mailprobe demo}: all of it in one process, against the simulator. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a simulated Exchange Online, regional probers, a receiver and the page in one",
      "process, and plays a scenario: a short regional outage again and again, or another."
    },
    footer = {
      "",
      "Example:",
      "  mailprobe demo --http 127.0.0.1:8080 --for 5m",
      "  mailprobe demo --scenario EX1331830",
      "  mailprobe demo --scenario my-outage.yaml --speed 60"
    })
public final class DemoCommand implements Callable<Integer> {

  /** A scenario is played within about so long, unless the user wants another speed. */
  private static final Duration USUAL_PLAY = Duration.ofMinutes(8);

  private final Scenarios scenarios;
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      converter = ListenConverter.class,
      defaultValue = "127.0.0.1:8080",
      description = "Where the page is served (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private InetSocketAddress http;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "End after this long, such as 90s or 4m (default: run until stopped).")
  private @Nullable Duration runFor;

  @Option(
      names = "--scenario",
      paramLabel = "NAME|FILE",
      defaultValue = Scenarios.DEMO,
      completionCandidates = Names.class,
      description = {
        "What is played (default: ${DEFAULT-VALUE}): a file, see docs/scenarios.md, or one of",
        "${COMPLETION-CANDIDATES}."
      })
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private String scenario;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description =
          "Time runs N times as fast, 1 to 1000 (default: so that it takes 8 minutes at most).")
  private @Nullable Integer speed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed plays the same chances (default: the scenario's).")
  private @Nullable Long seed;

  /** Plays scenarios of a machine. */
  public DemoCommand(Surroundings machine, Program program) {
    this.scenarios = new Scenarios(machine);
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (speed != null) {
      Speeds.check(speed, spec);
    }
    Scenario found = scenarios.find(scenario);
    Settings settings =
        new Settings(
            http,
            Optional.ofNullable(runFor),
            found,
            speed == null ? usualSpeed(found) : speed,
            seed == null ? found.seed() : seed);
    try {
      return program.demo(settings, out);
    } finally {
      out.flush();
    }
  }

  /** Whole, and as slow as it may be. */
  private static int usualSpeed(Scenario scenario) {
    long speed = Math.ceilDiv(scenario.length().toSeconds(), USUAL_PLAY.toSeconds());
    return (int) Math.clamp(speed, 1L, Speeds.MOST);
  }

  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Scenarios.names().iterator();
    }
  }

  /**
   * What the user asked for.
   *
   * @param http where the page is served
   * @param runFor when it ends by itself; empty for never
   * @param scenario what is played
   * @param speed how many times as fast time runs
   * @param seed of all chances
   */
  public record Settings(
      InetSocketAddress http, Optional<Duration> runFor, Scenario scenario, int speed, long seed) {}

  /** What plays. */
  @FunctionalInterface
  public interface Program {

    /**
     * Plays until its time is up or it is told to stop.
     *
     * @return one of {@link ExitStatus}
     * @throws CommandException if it cannot start or go on, with words for the user
     */
    int demo(Settings settings, PrintWriter out) throws Exception;
  }
}
