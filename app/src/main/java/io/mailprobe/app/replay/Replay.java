package io.mailprobe.app.replay;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.MetricsHistory;
import io.mailprobe.app.prometheus.Judgement;
import io.mailprobe.app.prometheus.Judgement.Judged;
import io.mailprobe.app.prometheus.ShippedRules;
import io.mailprobe.app.report.Post;
import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.ReportBuilder;
import io.mailprobe.app.report.ReportedRoute;
import io.mailprobe.app.report.Subject;
import io.mailprobe.prober.account.LedgerReader;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.simulator.scenario.Probing;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays a scenario from its beginning to its end on a virtual clock, scrapes it as a Prometheus
 * would, has the rules judge that, and reports on it. The same scenario, probing and seed give the
 * same, byte for byte.
 *
 * @param scenario what is played
 * @param probing how it is probed
 * @param seed what all chances are drawn from
 * @param length how much of it
 * @param folder for what it writes, at first empty
 * @param build the program
 */
public record Replay(
    Scenario scenario, Probing probing, long seed, Duration length, Path folder, Build build) {

  public Replay {
    if (length.compareTo(SCRAPES) < 0 || length.compareTo(scenario.length()) > 0) {
      throw new IllegalArgumentException(
          "%s lasts %s: no %s of it".formatted(scenario.name(), scenario.length(), length));
    }
  }

  /** How often the targets are scraped. */
  public static final Duration SCRAPES = Judgement.STEP;

  /**
   * What was played.
   *
   * @param report what it came to
   * @param metrics what was scraped and recorded, as OpenMetrics text, where all was asked for
   * @param judged what the rules make of it; empty where nobody judged
   */
  public record Played(Report report, Optional<Path> metrics, Optional<Judged> judged) {}

  /**
   * Plays.
   *
   * @param rules what is scraped is what they read
   * @param judgement evaluates the rules; empty for nobody
   * @param all whether all is scraped, measured and recorded, and not only what alerts need
   * @throws IOException if the folder cannot be written, or the judge fails
   */
  public Played play(ShippedRules rules, Optional<Judgement> judgement, boolean all)
      throws IOException, InterruptedException {
    ReportBuilder report = new ReportBuilder(subject(), routes(), blame());
    MetricsHistory history = new MetricsHistory(all ? _ -> true : rules::mayRead);
    try (VirtualWorld world =
        new VirtualWorld(
            scenario,
            probing,
            seed,
            folder,
            build,
            all,
            (canary, session) ->
                report.canary(canary.region(), canary.name(), canary.path(), session))) {
      world.start();
      Targets targets = new Targets(world, history);
      for (Instant now = scenario.start(); !now.isAfter(end()); now = now.plus(SCRAPES)) {
        world.passUntil(now);
        targets.scrape(now);
      }
    }
    Optional<Path> metrics = Optional.empty();
    if (all) {
      metrics = Optional.of(folder.resolve("metrics.txt"));
      history.write(metrics.get());
    }
    Optional<Judged> judged = Optional.empty();
    if (judgement.isPresent()) {
      judged =
          Optional.of(
              judgement
                  .get()
                  .judge(
                      taker -> history.each(rules::readsOverTime, taker::series),
                      scenario.start(),
                      end(),
                      metrics));
    }
    complete(report, judged);
    return new Played(report.build(), metrics, judged);
  }

  private Instant end() {
    return scenario.start().plus(length);
  }

  private Subject subject() {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("scenario", scenario.name());
    origin.put("seed", Long.toString(seed));
    return new Subject(
        scenario.name() + ", replayed",
        scenario.start(),
        end(),
        end(),
        end(),
        build.version(),
        origin);
  }

  private static Blame blame() {
    return new Blame(RuleFile.classifier(List.of()));
  }

  private List<ReportedRoute> routes() {
    return VirtualWorld.routes(scenario, probing).stream().map(ReportedRoute::of).toList();
  }

  /** What only the ledgers, the vendor and the judge know. */
  private void complete(ReportBuilder builder, Optional<Judged> judged) throws IOException {
    for (String region : scenario.regionNames()) {
      try (LedgerReader ledger =
          LedgerReader.open(StoreAddress.folder(VirtualWorld.ledgerFolder(folder, region)))) {
        ledger.past(new LedgerReader.Past(scenario.start(), end(), length), builder::probe);
      }
    }
    builder.posts(scenario.incident().stream().flatMap(Replay::posts).toList());
    judged.ifPresent(verdict -> builder.alerts(verdict.spells()));
  }

  private static Stream<Post> posts(Incident incident) {
    return incident.posts().stream()
        .map(post -> new Post(post.posted(), incident.id(), post.number() + ": " + post.text()));
  }
}
