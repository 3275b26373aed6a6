package io.mailprobe.app.cli;

import io.mailprobe.app.config.Sockets;
import io.mailprobe.app.config.bind.UnfitException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mailprobe demo}: all of it in one process, against the simulator. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a simulated Exchange Online, three regional probers, a receiver and the page",
      "in one process, and plays a short regional outage again and again."
    },
    footer = {"", "Example:", "  mailprobe demo --http 127.0.0.1:8080 --for 5m"})
public final class DemoCommand implements Callable<Integer> {

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
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed plays the same chances (default: ${DEFAULT-VALUE}).")
  private long seed;

  public DemoCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return program.demo(new Settings(http, Optional.ofNullable(runFor), seed), out);
    } finally {
      out.flush();
    }
  }

  /**
   * What the user asked for.
   *
   * @param http where the page is served
   * @param runFor when it ends by itself; empty for never
   * @param seed of all chances
   */
  public record Settings(InetSocketAddress http, Optional<Duration> runFor, long seed) {}

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

  private static final class ListenConverter implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String text) {
      try {
        return Sockets.listen(text);
      } catch (UnfitException e) {
        throw new TypeConversionException(e.describe(text));
      }
    }
  }
}
