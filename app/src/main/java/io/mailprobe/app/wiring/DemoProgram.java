package io.mailprobe.app.wiring;

import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.DemoCommand;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.logging.LogSettings;
import io.mailprobe.app.logging.Logging;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.simulator.DemoOutage;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * {@code mailprobe demo}: simulator, probers of three regions, receiver and page in one process,
 * and an outage in one region again and again.
 */
public final class DemoProgram implements DemoCommand.Program {

  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  @Override
  public int demo(DemoCommand.Settings settings, PrintWriter out) throws Exception {
    Logging.apply(new LogSettings(LogSettings.Format.PLAIN, LogSettings.Level.WARN));
    Termination termination = Termination.install();
    int status = ExitStatus.FAULT;
    Path folder = Files.createTempDirectory("mailprobe-demo");
    try (TimeAndChance given = TimeAndChance.seeded(settings.seed());
        DemoWorld world = new DemoWorld(folder, given);
        Node node = new Node(world.plan(settings.http()), given)) {
      node.start();
      tell(out, settings.http(), node.httpPort());
      try (DemoOutage outage = world.outage()) {
        outage.onStage(stage -> tell(out, given, outage.region(), stage));
        outage.start();
        if (settings.runFor().isPresent()) {
          termination.await(settings.runFor().get());
        } else {
          termination.await();
        }
      }
      node.drain(DRAIN);
      status = ExitStatus.OK;
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    } finally {
      Folders.delete(folder);
      termination.ended(status);
    }
    return status;
  }

  private static void tell(PrintWriter out, InetSocketAddress http, int port) {
    String page = "http://" + http.getHostString() + ":" + port + "/";
    out.printf(
        "A stand-in for Exchange Online, probers in amer, emea and apac, and the receiver run in"
            + " this process.%nLook at %s (metrics at %smetrics, data at %sapi/v1/status).%n"
            + "After 40 s of calm amer refuses and delays mail for 70 s, then drains and"
            + " recovers, again and again.%n",
        page, page, page);
    out.flush();
  }

  private static void tell(
      PrintWriter out, TimeAndChance given, String region, DemoOutage.Stage stage) {
    out.printf("%s %s: %s%n", TIME.format(given.clock().wall()), region, stage.words());
    out.flush();
  }
}
