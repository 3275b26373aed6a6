package io.mailprobe.app.wiring;

import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.cli.SendCommand;
import io.mailprobe.app.config.Config;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.prober.ProbeHandle;
import io.mailprobe.prober.Prober;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.prober.submit.SmtpEngine;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.receiver.Receiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code mailprobe send}: one probe, its dialogue shown as it happens, and its arrival. It is a
 * prober of its own name with a ledger of its own, so that it stays out of the books of a {@code
 * run} beside it.
 */
public final class SendProgram implements SendCommand.Program {

  private static final Duration MARGIN = Duration.ofSeconds(5);

  @Override
  public int send(Config config, Config.Route chosen, PrintWriter out) throws Exception {
    Path folder = Files.createTempDirectory("mailprobe-send");
    try (TimeAndChance given = TimeAndChance.real();
        ReceiverAtHand receiver = ReceiverAtHand.of(config, given)) {
      return send(config, chosen, folder, given, receiver, out);
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    } finally {
      Folders.delete(folder);
    }
  }

  private static int send(
      Config config,
      Config.Route chosen,
      Path folder,
      TimeAndChance given,
      ReceiverAtHand receiver,
      PrintWriter out)
      throws Exception {
    EngineSettings engineSettings = Plans.engine(config);
    Route route = route(config, chosen, engineSettings, given);
    List<NamedFeed> feeds = new ArrayList<>(Plans.remoteFeeds(config));
    receiver.feed().ifPresent(feeds::add);
    Silent events = new Silent();
    try (Ledger ledger = Ledger.open(folder, List.of(route), given.clock(), events);
        SmtpEngine engine = new SmtpEngine(engineSettings, given.clock(), given.scheduler())) {
      engine.start();
      Prober prober =
          new Prober(
              List.of(route),
              ledger,
              Plans.composer(config.keys(), config.receiver()),
              engine,
              feeds,
              new Surroundings(given.clock(), given.scheduler(), given.random(), events));
      prober.startUnscheduled();
      ProbeHandle probe =
          prober.probeNow(
              route,
              line -> {
                out.println(line);
                out.flush();
              });
      int status = follow(route, probe, ledger, !feeds.isEmpty(), out);
      boolean _ = prober.drain(MARGIN);
      return status;
    }
  }

  private static Route route(
      Config config, Config.Route chosen, EngineSettings engine, TimeAndChance given) {
    return config.routes(Plans.tokens(engine, given.clock(), TokenEvents.UNHEARD)).stream()
        .filter(route -> route.name().equals(chosen.name()))
        .findFirst()
        .orElseThrow()
        .ownedBy(config.prober() + "-send");
  }

  private static int follow(
      Route route, ProbeHandle probe, Ledger ledger, boolean hasFeed, PrintWriter out)
      throws Exception {
    SessionReport report = get(probe.firstSession(), route.delivery().deadlines().session());
    out.printf("%nprobe %s: %s%n", probe.id(), summary(report));
    boolean onItsWay =
        report.outcome() == Outcome.ACCEPTED || report.outcome() == Outcome.UNCERTAIN;
    if (!onItsWay) {
      return ExitStatus.FAULT;
    }
    if (!hasFeed) {
      out.println("No receiver is configured here, so its arrival cannot be seen.");
      return report.outcome() == Outcome.ACCEPTED ? ExitStatus.OK : ExitStatus.FAULT;
    }
    out.printf("Waiting for it to arrive, up to %s …%n", seconds(route.deadline()));
    out.flush();
    try {
      Verdict verdict = get(probe.verdict(), route.deadline());
      Optional<Duration> latency =
          ledger.probe(probe.id()).flatMap(history -> history.record().latency());
      out.printf(
          "%s%s.%n",
          verdict == Verdict.DELIVERED ? "Arrived" : "Ended as " + verdict.label(),
          latency.map(time -> " after " + seconds(time)).orElse(""));
      return verdict == Verdict.DELIVERED ? ExitStatus.OK : ExitStatus.FAULT;
    } catch (TimeoutException _) {
      out.printf("It has not arrived within %s.%n", seconds(route.deadline()));
      return ExitStatus.FAULT;
    }
  }

  private static String summary(SessionReport report) {
    String where =
        report
            .frontEnd()
            .map(server -> " by " + server.name().orElse(server.endpoint()))
            .orElse("");
    return "%s in phase %s%s after %s. %s"
        .formatted(
            report.outcome().label(),
            report.phase().label(),
            where,
            seconds(report.duration()),
            report.detail());
  }

  private static String seconds(Duration duration) {
    return "%.3f s".formatted(duration.toNanos() / 1e9);
  }

  private static <T> T get(CompletableFuture<T> future, Duration patience)
      throws InterruptedException, TimeoutException, IOException {
    try {
      return future.get(patience.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CancellationException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The receiver of the configuration: run here, or read over HTTP where a process runs it. */
  private record ReceiverAtHand(Optional<Receiver> own, Optional<NamedFeed> feed)
      implements AutoCloseable {

    static ReceiverAtHand of(Config config, TimeAndChance given) throws IOException {
      if (config.receiver().isEmpty()) {
        return new ReceiverAtHand(Optional.empty(), Optional.empty());
      }
      Receiver receiver =
          new Receiver(
              config.receiver().get(),
              config.keys(),
              new Silent(),
              given.clock(),
              given.scheduler(),
              given.random());
      try {
        receiver.start();
        return new ReceiverAtHand(
            Optional.of(receiver), Optional.of(new NamedFeed("local", receiver.feed())));
      } catch (IOException _) {
        // Its port or journal is in use: a `run` of the same configuration has it.
        return new ReceiverAtHand(Optional.empty(), Optional.of(Plans.runningFeed(config)));
      }
    }

    @Override
    public void close() {
      own.ifPresent(Receiver::close);
    }
  }
}
