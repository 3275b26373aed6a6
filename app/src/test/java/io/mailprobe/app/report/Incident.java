package io.mailprobe.app.report;

import io.mailprobe.app.prometheus.AlertSpell;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.account.PastProbe;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A report on an outage like that of 2 June 2026, 27 hours long, in three regions: what a page must
 * be able to show. The numbers are made up.
 */
public final class Incident {

  private static final Instant FROM = Instant.parse("2026-06-02T12:30:00Z");
  private static final Instant TO = Instant.parse("2026-06-03T15:30:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<String> FOREST = List.of("namprd07", "deup281", "apcprd03");

  private final SplittableRandom random = new SplittableRandom(7);
  private final Past past = new Past(FROM, TO);

  private Incident() {}

  /** The report. */
  public static Report report() {
    return new Incident().build("EX1331830, made up");
  }

  /** The same under another title. */
  public static Report titled(String title) {
    return new Incident().build(title);
  }

  private Report build(String title) {
    List<String> regions = List.of("amer", "emea", "apac");
    for (int i = 0; i < regions.size(); i++) {
      Instant onset = Past.ONSET.plus(Duration.ofMinutes(90L * i));
      String forest = FOREST.get(i);
      ReportedRoute outbound = past.route(regions.get(i), Path.OUTBOUND, MINUTE);
      ReportedRoute inbound = past.route(regions.get(i), Path.INBOUND, MINUTE);
      ReportedRoute control = past.route(regions.get(i), Path.CONTROL, Duration.ofSeconds(30));
      past.ticks(outbound, (route, tick) -> slow(route, tick, onset))
          .ticks(inbound, (route, tick) -> refused(route, tick, onset, forest))
          .ticks(control, past::well);
    }
    Subject subject = new Subject(title, FROM, TO, TO, TO, "0.1.0", Map.of("scenario", "made up"));
    ReportBuilder builder = new ReportBuilder(subject, past.routes(), Replies.BLAME);
    past.probes().forEach(builder::probe);
    builder.posts(posts());
    builder.alerts(alerts(regions));
    return builder.build();
  }

  /** How bad it is, from 0 to 1. */
  private static double load(Instant tick, Instant onset) {
    double hours = Duration.between(onset, tick).toSeconds() / 3600.0;
    if (hours < 0 || hours > 14) {
      return 0;
    }
    return hours < 1.5 ? hours / 1.5 : hours < 8 ? 1 : Math.max(0.02, 1 - (hours - 8) / 3);
  }

  private PastProbe slow(ReportedRoute route, Instant tick, Instant onset) {
    double load = load(tick, onset);
    if (random.nextDouble() < load * 0.004) {
      return past.lost(route, tick);
    }
    double seconds = 3 + random.nextDouble() * 8;
    if (random.nextDouble() < load) {
      seconds += load * 3_600 * (0.2 + random.nextDouble());
    }
    return past.delivered(route, tick, Duration.ofMillis((long) (seconds * 1_000)));
  }

  private PastProbe refused(ReportedRoute route, Instant tick, Instant onset, String forest) {
    double load = load(tick, onset);
    List<SessionReport> sessions = new ArrayList<>();
    Instant at = tick;
    Duration wait = Duration.ofSeconds(15);
    while (random.nextDouble() < load * 0.4) {
      String server = "BL02EPF00046C%02d.%s.prod.outlook.com".formatted(random.nextInt(12), forest);
      sessions.add(
          random.nextInt(6) == 0
              ? Sessions.failed(at, Phase.BANNER, Outcome.CLOSED)
              : Sessions.refusedBy(
                  at, Phase.BANNER, 421, "4.3.2 Service not active <" + server + ">", server));
      at = at.plus(wait);
      wait = wait.multipliedBy(2);
    }
    sessions.add(Sessions.accepted(at));
    Duration transit = Duration.ofMillis(2_000 + random.nextInt(9_000));
    return past.probe(
        route, tick, sessions, Optional.of(at.plus(transit)), Optional.of(Verdict.DELIVERED));
  }

  private static List<Post> posts() {
    List<Post> posts = new ArrayList<>();
    String[] said = {
      "Users may see delays when sending and receiving mail in North America and Germany.",
      "Title changed to \"delays or failures\". We are isolating error messages.",
      "We are analysing a queue backlog. Europe and Asia-Pacific are affected, too.",
      "A component uses much memory; a change that turns it off is being prepared.",
      "The improvement was temporary.",
      "Restarts at about 50 % of the machines; queues are falling.",
      "The backlog is back to its level of before the incident.",
      "We are currently not observing delays.",
      "Users may see 421 4.3.2 \"Cannot establish session with remote server\"."
    };
    for (int i = 0; i < said.length; i++) {
      posts.add(
          new Post(
              Past.ONSET.plus(Duration.ofMinutes(90 + i * (i < 5 ? 75L : 118L))),
              "EX1331830",
              said[i]));
    }
    return posts;
  }

  private static List<AlertSpell> alerts(List<String> regions) {
    List<AlertSpell> alerts = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      Instant onset = Past.ONSET.plus(Duration.ofMinutes(90L * i));
      alerts.add(alert("MailProbeDeferralRateHigh", "critical", regions.get(i), onset, 5, 600));
      alerts.add(alert("MailProbeFlowStopped", "critical", regions.get(i), onset, 42, 580));
      alerts.add(alert("MailProbeLatencyHigh", "warning", regions.get(i), onset, 12, 700));
    }
    return alerts;
  }

  private static AlertSpell alert(
      String name, String severity, String region, Instant onset, long after, long minutes) {
    Instant fired = onset.plus(Duration.ofMinutes(after));
    return new AlertSpell(
        name,
        new TreeMap<>(Map.of("region", region, "severity", severity)),
        fired,
        fired,
        Optional.of(fired.plus(Duration.ofMinutes(minutes))));
  }
}
