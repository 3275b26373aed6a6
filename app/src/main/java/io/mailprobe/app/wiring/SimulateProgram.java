package io.mailprobe.app.wiring;

import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.cli.SimulateCommand;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.app.logging.Logging;
import io.mailprobe.app.time.TimeAndChance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** {@code mailprobe simulate}: the simulator, reached from other hosts, and what it plays. */
public final class SimulateProgram implements SimulateCommand.Program {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  @Override
  public int simulate(SimulateCommand.Settings settings, PrintWriter out) throws Exception {
    Logging.apply(new LogSettings(LogSettings.Format.PLAIN, LogSettings.Level.WARN));
    Termination termination = Termination.install();
    int status = ExitStatus.FAULT;
    try (TimeAndChance time = TimeAndChance.fromNow(settings.speed(), settings.seed());
        OpenSimulator open = OpenSimulator.start(settings, token(settings), time);
        DemoPlay play =
            new DemoPlay(
                settings.scenario(), open, time.scheduler(), what -> say(out, time, what))) {
      time.begin();
      open.doors().forEach(door -> say(out, time, door.words()));
      play.start();
      termination.await();
      status = ExitStatus.OK;
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    } finally {
      termination.ended(status);
    }
    return status;
  }

  private static String token(SimulateCommand.Settings settings) throws IOException {
    String token;
    try {
      token = Files.readString(settings.tokenFile()).strip();
    } catch (IOException e) {
      throw new IOException("cannot read the access token in " + settings.tokenFile(), e);
    }
    if (token.isEmpty()) {
      throw new IOException("there is no access token in " + settings.tokenFile());
    }
    return token;
  }

  private static void say(PrintWriter out, TimeAndChance time, String words) {
    Instant now = time.clock().wall();
    out.printf("%s %s%n", TIME.format(now), words);
    out.flush();
  }
}
