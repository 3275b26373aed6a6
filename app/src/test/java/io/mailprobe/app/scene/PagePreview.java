package io.mailprobe.app.scene;

import io.mailprobe.app.health.HealthReport;
import io.mailprobe.app.health.Issues;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.http.HttpSide;
import io.mailprobe.app.http.HttpSources;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.LedgerView;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Serves the page over an outage that has been played up to a point, for looking at it. */
public final class PagePreview {

  private PagePreview() {}

  /** Takes the port, and how many seconds ago the outage of amer began; 0 for none. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    int outage = Integer.parseInt(arguments[1]);
    ManualTime time = new ManualTime();
    List<Route> routes = new ArrayList<>();
    for (String region : List.of("amer", "apac", "emea")) {
      routes.add(Routes.outbound(region));
      routes.add(Routes.of(region, io.mailprobe.prober.Path.CONTROL, Duration.ofSeconds(15)));
    }
    Metrics metrics = new Metrics(time, new Build("0.1.0", "preview"), Replies.BLAME);
    StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
    ProberEvents events =
        new EventFan(List.of(metrics.prober(routes, List.of("local")), board.events()));
    List<LedgerView> ledgers = new ArrayList<>();
    Path folder = Files.createTempDirectory("preview");
    List<Play> amer = new ArrayList<>();
    for (Route route : routes) {
      String name = route.region() + route.name();
      Scene scene = new Scene(folder.resolve(name), List.of(route), time, events);
      ledgers.add(scene.ledger());
      board.watch(scene.ledger());
      metrics.watch(scene.ledger());
      boolean control = route.name().equals("control");
      Duration usual = Duration.ofMillis(control ? 60 : 2_500);
      Play play = new Play(time, scene, route, usual, name.hashCode());
      play.start();
      if (name.equals("ameroutbound")) {
        amer.add(play);
      }
    }
    board.start();
    readFeed(time, events);
    time.advance(Duration.ofMinutes(14).minusSeconds(outage));
    if (outage > 0) {
      amer.forEach(play -> play.refuse(0.6, 0.2));
      amer.forEach(Play::hold);
    }
    time.advance(Duration.ofSeconds(Math.min(outage, 130)));
    if (outage > 130) {
      amer.forEach(play -> play.refuse(0, 0));
      amer.forEach(Play::release);
      time.advance(Duration.ofSeconds(outage - 130));
    }
    HealthReport told = Issues.report(time.wall());
    HttpSources sources =
        new HttpSources(
            new Build("0.1.0", "preview"),
            metrics,
            board,
            Replies.BLAME,
            ledgers,
            Optional.empty(),
            () -> Optional.of(told),
            List::of);
    HttpSettings settings =
        new HttpSettings(
            InetSocketAddress.createUnresolved("127.0.0.1", port),
            Optional.empty(),
            Optional.empty());
    new HttpSide(settings, sources, time).start();
    ScheduledFuture<?> _ =
        Executors.newSingleThreadScheduledExecutor()
            .scheduleAtFixedRate(() -> time.advance(Duration.ofSeconds(1)), 1, 1, TimeUnit.SECONDS);
  }

  private static void readFeed(ManualTime time, ProberEvents events) {
    events.feedRead("local", true);
    time.after(Duration.ofSeconds(1), () -> readFeed(time, events));
  }
}
