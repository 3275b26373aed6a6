package io.mailprobe.app.wiring;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.cli.ReportCommand;
import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.health.PastIssues;
import io.mailprobe.app.prometheus.PastAlerts;
import io.mailprobe.app.prometheus.PrometheusApi;
import io.mailprobe.app.report.Posts;
import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.ReportBuilder;
import io.mailprobe.app.report.ReportedRoute;
import io.mailprobe.app.report.Subject;
import io.mailprobe.app.report.Words;
import io.mailprobe.prober.account.LedgerReader;
import io.mailprobe.prober.web.WebClient;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code mailprobe report}: reads the ledgers on disk, as {@code show} does, and what else is known
 * of the time.
 */
public final class ReportProgram implements ReportCommand.Program {

  private final Clock clock;

  public ReportProgram(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Report report(Map<Path, Config> configs, ReportCommand.Request request)
      throws CommandException, InterruptedException {
    Instant now = clock.micros();
    Subject subject = subject(configs, request, now);
    Collection<Config> all = configs.values();
    Blame blame =
        new Blame(
            RuleFile.classifier(
                all.stream().flatMap(config -> config.rules().stream()).distinct().toList()));
    ReportBuilder builder = new ReportBuilder(subject, routes(all), blame);
    for (Config config : all) {
      read(config, subject, builder);
      issues(config, builder);
      notes(config, subject, builder);
    }
    if (request.prometheus().isPresent()) {
      alerts(request.prometheus().get(), subject, builder);
    }
    return builder.build();
  }

  private static Subject subject(
      Map<Path, Config> configs, ReportCommand.Request request, Instant now)
      throws CommandException {
    Instant from = request.from().at(now);
    Instant to = request.to().at(now);
    if (to.isAfter(now)) {
      throw wrong("the time ends at %s, which is yet to come: it is %s".formatted(to, now));
    }
    if (!from.isBefore(to)) {
      throw wrong("the time begins at %s and ends at %s, not after it".formatted(from, to));
    }
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("configuration", joined(configs.keySet().stream().map(Path::toString).toList()));
    origin.put("prober", joined(configs.values().stream().map(Config::prober).toList()));
    String regions =
        joined(configs.values().stream().map(Config::region).distinct().sorted().toList());
    return new Subject(
        "Mail flow of " + regions, from, to, now, now, BuildInfo.read().version(), origin);
  }

  private static String joined(List<String> some) {
    return some.stream().distinct().collect(Collectors.joining(", "));
  }

  private static CommandException wrong(String message) {
    return new CommandException(ExitStatus.USAGE, message);
  }

  private static List<ReportedRoute> routes(Collection<Config> configs) {
    List<ReportedRoute> routes = new ArrayList<>();
    for (Config config : configs) {
      for (Config.Route route : config.routes()) {
        routes.add(
            new ReportedRoute(
                config.region(), route.name(), route.path(), route.every(), route.deadline()));
      }
    }
    return routes;
  }

  private static void read(Config config, Subject subject, ReportBuilder builder)
      throws CommandException {
    if (config.routes().isEmpty()) {
      throw new CommandException(
          ExitStatus.FAULT,
          "the configuration of "
              + config.prober()
              + " has no routes, so it keeps no probes: report with those of the probers");
    }
    Duration longest =
        config.routes().stream()
            .map(Config.Route::lossDeadline)
            .max(Duration::compareTo)
            .orElseThrow();
    try (LedgerReader ledger = LedgerReader.open(Plans.ledger(config))) {
      ledger.past(new LedgerReader.Past(subject.from(), subject.to(), longest), builder::probe);
    } catch (StoreException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    }
  }

  private static void issues(Config config, ReportBuilder builder) {
    if (config.serviceHealth().isEmpty()) {
      return;
    }
    try {
      builder.posts(Posts.of(PastIssues.read(Plans.ledger(config))));
    } catch (StoreException e) {
      builder.note("What Microsoft posted is not known: " + e.getMessage() + ".");
    }
  }

  /** Of what a reader would otherwise draw wrong conclusions. */
  private static void notes(Config config, Subject subject, ReportBuilder builder) {
    Instant kept = subject.known().minus(config.retention().successes());
    if (subject.from().isBefore(kept)) {
      builder.note(
          "Prober %s keeps probes that were in time for %s: of those before %s UTC only what was in"
                  .formatted(
                      config.prober(),
                      Durations.print(config.retention().successes()),
                      Words.instant(kept))
              + " trouble may be left, and shares are too high.");
    }
    if (!config.canaries().isEmpty()) {
      builder.note(
          "Prober %s has canaries, whose sessions are not in its ledger: their numbers are in"
                  .formatted(config.prober())
              + " Prometheus.");
    }
  }

  private static void alerts(URI prometheus, Subject subject, ReportBuilder builder)
      throws CommandException, InterruptedException {
    if (prometheus.getHost() == null
        || !Optional.ofNullable(prometheus.getScheme())
            .filter(scheme -> scheme.equals("http") || scheme.equals("https"))
            .isPresent()) {
      throw wrong("--prometheus is a URL such as http://prometheus:9090, not " + prometheus);
    }
    try (WebClient client = new WebClient(Optional.empty())) {
      builder.alerts(
          PastAlerts.of(new PrometheusApi(prometheus, client), subject.from(), subject.to()));
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    }
  }
}
