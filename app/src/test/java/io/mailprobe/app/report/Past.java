package io.mailprobe.app.report;

import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.account.PastProbe;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A made-up past of some regions, probe by probe, and the report on it. */
public final class Past {

  static final Instant START = Instant.parse("2026-06-02T12:00:00Z");
  static final Instant ONSET = Instant.parse("2026-06-02T13:03:00Z");

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<PastProbe> probes = new ArrayList<>();
  private final List<ReportedRoute> routes = new ArrayList<>();
  private final Instant from;
  private final Instant to;

  Past(Instant from, Instant to) {
    this.from = from;
    this.to = to;
  }

  ReportedRoute route(String region, Path path, Duration every) {
    ReportedRoute route =
        new ReportedRoute(region, path.label(), path, every, Duration.ofSeconds(60));
    routes.add(route);
    return route;
  }

  /** How a probe of a tick goes. */
  interface Fate {
    PastProbe of(ReportedRoute route, Instant tick);
  }

  /** Lets the route tick all the time, each probe going as it is told. */
  Past ticks(ReportedRoute route, Fate fate) {
    for (Instant tick = from; tick.isBefore(to); tick = tick.plus(route.every())) {
      probes.add(fate.of(route, tick));
    }
    return this;
  }

  /** Accepted at once and delivered after a while. */
  PastProbe delivered(ReportedRoute route, Instant tick, Duration latency) {
    return probe(
        route,
        tick,
        List.of(Sessions.accepted(tick)),
        Optional.of(tick.plus(latency)),
        Optional.of(Verdict.DELIVERED));
  }

  /** Delivered after two to seven seconds. */
  PastProbe well(ReportedRoute route, Instant tick) {
    return delivered(route, tick, Duration.ofMillis(2_000 + random.nextInt(5_000)));
  }

  /** Deferred once with 421 4.3.2, accepted on the second attempt, then delivered. */
  PastProbe deferred(ReportedRoute route, Instant tick, Duration latency) {
    return probe(
        route,
        tick,
        List.of(
            Sessions.refused(tick, Phase.BANNER, 421, Sessions.FOREST_LIMIT),
            Sessions.accepted(tick.plusSeconds(15))),
        Optional.of(tick.plus(latency)),
        Optional.of(Verdict.DELIVERED));
  }

  /** Accepted and not here. */
  PastProbe inFlight(ReportedRoute route, Instant tick) {
    return probe(route, tick, List.of(Sessions.accepted(tick)), Optional.empty(), Optional.empty());
  }

  /** Accepted and lost. */
  PastProbe lost(ReportedRoute route, Instant tick) {
    return probe(
        route, tick, List.of(Sessions.accepted(tick)), Optional.empty(), Optional.of(Verdict.LOST));
  }

  /** No connection came about, again and again. */
  PastProbe unreachable(ReportedRoute route, Instant tick) {
    return probe(
        route,
        tick,
        List.of(Sessions.failed(tick, Phase.CONNECT, Outcome.CONNECT_FAILED)),
        Optional.empty(),
        Optional.empty());
  }

  PastProbe probe(
      ReportedRoute route,
      Instant tick,
      List<SessionReport> sessions,
      Optional<Instant> arrived,
      Optional<Verdict> verdict) {
    List<ProbeHistory.Attempt> attempts = new ArrayList<>();
    for (SessionReport session : sessions) {
      attempts.add(
          new ProbeHistory.Attempt(attempts.size() + 1, session.started(), Optional.of(session)));
    }
    SessionReport last = sessions.getLast();
    ProbeRecord record =
        new ProbeRecord(
            ProbeId.create(tick, random),
            route.region(),
            route.name(),
            tick,
            tick,
            sessions.size(),
            Optional.of(last.outcome()),
            Optional.of(last.phase()),
            last.reply().map(Object::toString),
            last.frontEnd().flatMap(server -> server.name()),
            last.accepted(),
            Optional.empty(),
            arrived,
            arrived.map(at -> Duration.between(tick, at)),
            verdict,
            false,
            Optional.empty(),
            Optional.empty());
    return new PastProbe(
        record,
        tick.plus(route.deadline()),
        tick.plus(Duration.ofHours(25)),
        false,
        0,
        0,
        Optional.empty(),
        attempts,
        List.of());
  }

  /** The same, told the other way round. */
  Past reversed() {
    Collections.reverse(probes);
    return this;
  }

  List<PastProbe> probes() {
    return probes;
  }

  List<ReportedRoute> routes() {
    return routes;
  }

  Subject subject() {
    return new Subject("A made-up past", from, to, to, to, "0.0.0", Map.of("scenario", "made up"));
  }

  ReportBuilder builder() {
    ReportBuilder builder = new ReportBuilder(subject(), routes, Replies.BLAME);
    probes.forEach(builder::probe);
    return builder;
  }

  Report report() {
    return builder().build();
  }
}
