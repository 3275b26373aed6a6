package io.mailprobe.app.wiring;

import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.DemoCommand;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.app.logging.Logging;
import io.mailprobe.app.time.TimeAndChance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * {@code mailprobe demo}: simulator, probers of its regions, receiver and page in one process, and
 * a scenario, on time that runs as fast as the user wants.
 */
public final class DemoProgram implements DemoCommand.Program {

  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  @Override
  public int demo(DemoCommand.Settings settings, PrintWriter out) throws Exception {
    // Where time is hurried the machine never keeps up with all ticks, which is no news.
    LogSettings.Level level =
        settings.speed() == 1 ? LogSettings.Level.WARN : LogSettings.Level.ERROR;
    Logging.apply(new LogSettings(LogSettings.Format.PLAIN, level));
    Termination termination = Termination.install();
    int status = ExitStatus.FAULT;
    Path folder = Files.createTempDirectory("mailprobe-demo");
    try (TimeAndChance time = TimeAndChance.fromNow(settings.speed(), settings.seed());
        DemoWorld world = new DemoWorld(settings.scenario(), folder, time);
        Node node = new Node(world.plan(settings.http()), world.host())) {
      node.start();
      tell(out, settings, node.httpPort());
      try (DemoPlay play =
          new DemoPlay(
              settings.scenario(), world, time.scheduler(), what -> tell(out, time, what))) {
        play.start();
        time.begin();
        if (settings.runFor().isPresent()) {
          termination.await(settings.runFor().get());
        } else {
          termination.await();
        }
      }
      node.drain(DRAIN);
      time.end(); // Retries that fall due from here on would find nothing to be made with.
      status = ExitStatus.OK;
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    } finally {
      Folders.delete(folder);
      termination.ended(status);
    }
    return status;
  }

  private static void tell(PrintWriter out, DemoCommand.Settings settings, int port) {
    String page = "http://" + settings.http().getHostString() + ":" + port + "/";
    out.printf(
        "A stand-in for Exchange Online, probers in %s, and the receiver run in this process.%n"
            + "Look at %s (metrics at %smetrics, data at %sapi/v1/status).%n%s%n",
        String.join(", ", settings.scenario().regionNames()),
        page,
        page,
        page,
        settings.scenario().summary());
    if (settings.speed() > 1) {
      Duration lasts = settings.scenario().length().dividedBy(settings.speed());
      out.printf(
          "Its %s pass in %s: time, the page's clock included, runs %d times as fast.%n",
          Durations.print(settings.scenario().length()),
          Durations.print(Duration.ofSeconds(lasts.toSeconds())),
          settings.speed());
    }
    out.flush();
  }

  private static void tell(PrintWriter out, TimeAndChance time, String what) {
    out.printf("%s %s%n", TIME.format(time.clock().wall()), what);
    out.flush();
  }
}
