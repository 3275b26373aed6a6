package io.mailprobe.app.monitoring;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.health.HealthEvents;
import io.mailprobe.app.health.HealthReport;
import io.mailprobe.app.health.HealthStatus;
import io.mailprobe.app.health.Issue;
import io.mailprobe.app.health.IssueStatus;
import io.mailprobe.app.health.PollResult;
import io.mailprobe.app.health.Spell;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.metrics.MetricsHistory;
import io.mailprobe.app.prometheus.ShippedRules;
import io.mailprobe.app.replay.Replay;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.testkit.time.ManualTime;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A short scenario of {@code app/src/test/dashboards} as Prometheus would have scraped it: the real
 * prober, receiver and metrics on a virtual clock, by {@code replay}. What a replay has not is
 * added: the JVM's metrics, service health, and what Prometheus says of its targets.
 */
final class ScenarioHistory {

  /** How long after its beginning each of them goes wrong, where it was well at first. */
  static final Duration ONSET = Duration.ofMinutes(6);

  /** When Microsoft posts on the outage. */
  static final Duration POSTED = Duration.ofMinutes(14);

  /** When we saw the outage. */
  static final Duration NOTICED = Duration.ofMinutes(8);

  /** When amer's prober ends where it is to be down. */
  static final Duration DOWN = Duration.ofMinutes(8);

  /** When emea's prober is started anew where all is well. */
  static final Duration RESTART = Duration.ofMinutes(5);

  private static final List<String> PROBERS = List.of("amer", "emea");
  private static final Build BUILD = new Build("0.1.0", "test");
  private static final String OF_AMER = "instance=\"prober-amer:8080\"";
  private static final Pattern SAMPLE = Pattern.compile("(.*[}] )(\\S+) (\\d+)(?:\\.\\d+)?");

  private final Scenario scenario;

  ScenarioHistory(String name) throws Exception {
    scenario =
        new Scenarios(new Machine())
            .read(Repository.file("app/src/test/dashboards/" + name + ".yaml"));
  }

  Instant start() {
    return scenario.start();
  }

  /** The last scrape: the dashboards' now. */
  Instant end() {
    return scenario.start().plus(scenario.length());
  }

  Instant at(Duration sinceStart) {
    return start().plus(sinceStart);
  }

  /** Plays it, and writes what was scraped, in OpenMetrics text. */
  Path write(Path folder) throws Exception {
    Path own = Files.createDirectory(folder.resolve(scenario.name()));
    Replay replay =
        new Replay(scenario, scenario.probing(), scenario.seed(), scenario.length(), own, BUILD);
    Path scraped = replay.play(ShippedRules.read(), Optional.empty(), true).metrics().orElseThrow();
    Path beside = own.resolve("beside.txt");
    beside(beside);
    Path all = folder.resolve(scenario.name() + ".txt");
    try (BufferedWriter out = Files.newBufferedWriter(all)) {
      for (Path each : List.of(scraped, beside)) {
        try (Stream<String> lines = Files.lines(each)) {
          for (String line : lines.map(this::came).flatMap(Optional::stream).toList()) {
            out.write(line + '\n');
          }
        }
      }
      ofTargets(out);
      out.write("# EOF\n");
    }
    return all;
  }

  /** A line as it would have been scraped; empty where nobody answered. */
  private Optional<String> came(String line) {
    if (line.equals("# EOF")) {
      return Optional.empty();
    }
    Matcher sample = SAMPLE.matcher(line);
    if (!scenario.name().equals("prober-down") || !line.contains(OF_AMER) || !sample.matches()) {
      return Optional.of(line);
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(sample.group(3)));
    if (at.isBefore(at(DOWN))) {
      return Optional.of(line);
    }
    return line.startsWith("up{")
        ? Optional.of(sample.group(1) + "0 " + sample.group(3))
        : Optional.empty();
  }

  /** What processes say beside their mail. */
  private void beside(Path file) throws Exception {
    ManualTime time = new ManualTime(start());
    Blame blame = new Blame(RuleFile.classifier(List.of()));
    Predicate<String> wanted =
        family ->
            family.startsWith("mailprobe_service_health")
                || family.startsWith("jvm_")
                || family.equals("process_cpu_usage")
                || family.equals("process_files_open_files");
    MetricsHistory history = new MetricsHistory(wanted);
    try (Metrics machine = new Metrics(time, BUILD, blame);
        Metrics health = Metrics.imagined(time, BUILD, blame)) {
      HealthEvents read = health.health();
      health.watchHealth(() -> health(time.wall()));
      List<MetricsHistory.Target> machines =
          Stream.of("prober-amer", "prober-emea", "receiver")
              .map(host -> history.target(target(host)))
              .toList();
      // By emea's prober, so that it is read where amer's is down.
      MetricsHistory.Target reader = history.target(target("prober-emea"));
      for (Instant at = start(); !at.isAfter(end()); at = at.plus(Replay.SCRAPES)) {
        read.polled(PollResult.OK);
        for (MetricsHistory.Target each : machines) {
          each.scrape(machine, at);
        }
        reader.scrape(health, at);
        time.advance(Replay.SCRAPES);
      }
    }
    history.write(file);
    // Those of the replay stand: some are down.
    Files.write(file, Files.readAllLines(file).stream().filter(line -> !isUp(line)).toList());
  }

  private static boolean isUp(String line) {
    return line.startsWith("up{") || line.matches("# \\w+ up( .*)?");
  }

  /** A target by its host's name, with the labels that the shipped scrape configuration gives. */
  private static Map<String, String> target(String host) {
    Map<String, String> all = new TreeMap<>();
    all.put("job", "mailprobe");
    all.put("instance", host + ":8080");
    all.put("role", host.replaceAll("-.*", ""));
    if (host.startsWith("prober-")) {
      all.put("region", host.substring("prober-".length()));
    }
    return all;
  }

  private HealthReport health(Instant now) {
    List<IssueStatus> issues = new ArrayList<>();
    if (scenario.name().equals("outage")) {
      Issue over = issue("EX1300001", HealthStatus.SERVICE_RESTORED, start().minusSeconds(9_000));
      issues.add(
          new IssueStatus(
              over, start().minusSeconds(8_000), Optional.of(start()), Optional.empty()));
      if (!now.isBefore(at(POSTED))) {
        issues.add(
            new IssueStatus(
                issue("EX1331830", HealthStatus.SERVICE_DEGRADATION, at(POSTED)),
                at(POSTED.plusMinutes(1)),
                Optional.empty(),
                Optional.of(new Spell(at(NOTICED), now, "amer outbound"))));
      }
    }
    return new HealthReport(Optional.of(now.minusSeconds(60)), Optional.empty(), issues);
  }

  private static Issue issue(String id, HealthStatus status, Instant posted) {
    return new Issue(
        id,
        "Some users' email messages may be delayed",
        "Mail flow",
        "E-Mail and calendar access",
        "incident",
        status,
        status.name(),
        status == HealthStatus.SERVICE_RESTORED,
        "",
        1,
        Optional.of(posted.minusSeconds(600)),
        Optional.of(posted),
        Optional.of(posted),
        Optional.empty(),
        Optional.of(posted));
  }

  /** What is of the host's clock, and what Prometheus itself notes of a scrape. */
  private void ofTargets(BufferedWriter out) throws Exception {
    StringBuilder starts = new StringBuilder();
    StringBuilder durations = new StringBuilder();
    for (String region : PROBERS) {
      String labels =
          "{instance=\"prober-%s:8080\",job=\"mailprobe\",region=\"%s\",role=\"prober\"} "
              .formatted(region, region);
      for (Instant at = start(); !at.isAfter(end()); at = at.plus(Replay.SCRAPES)) {
        boolean anew =
            scenario.name().equals("healthy") && region.equals("emea") && !at.isBefore(at(RESTART));
        Instant since = anew ? at(RESTART) : start().minus(Duration.ofHours(1));
        String stamp = " " + at.getEpochSecond();
        came("process_start_time_seconds" + labels + since.getEpochSecond() + stamp)
            .ifPresent(line -> starts.append(line).append('\n'));
        durations.append("scrape_duration_seconds").append(labels).append("0.02").append(stamp);
        durations.append('\n');
      }
    }
    out.append(starts).append(durations);
  }
}
