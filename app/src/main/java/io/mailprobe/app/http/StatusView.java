package io.mailprobe.app.http;

import io.mailprobe.app.evidence.CauseView;
import io.mailprobe.app.evidence.Json;
import io.mailprobe.app.health.HealthReport;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.status.FeedHealth;
import io.mailprobe.app.status.RouteStatus;
import io.mailprobe.app.status.StatusReport;
import io.mailprobe.app.status.Suspicion;
import io.mailprobe.app.status.Trouble;
import io.mailprobe.app.status.UnclassifiedReply;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api/v1/status}: how every route does. */
record StatusView(
    Instant now,
    String version,
    List<RouteView> routes,
    List<CanaryStatusView> canaries,
    List<FeedView> feeds,
    List<UnclassifiedView> unclassifiedReplies,
    List<String> storeTroubles,
    Optional<HealthView> serviceHealth) {

  static StatusView of(StatusReport report, Build build, Optional<HealthReport> health) {
    return new StatusView(
        report.at(),
        build.version(),
        report.routes().stream().map(RouteView::of).toList(),
        report.canaries().stream().map(CanaryStatusView::of).toList(),
        report.feeds().stream().map(feed -> FeedView.of(feed, report.at())).toList(),
        report.unclassified().stream().map(UnclassifiedView::of).toList(),
        report.storeTroubles(),
        health.map(HealthView::of));
  }

  record RouteView(
      String region,
      String route,
      String path,
      String prober,
      String target,
      double everySeconds,
      double deadlineSeconds,
      String state,
      String severity,
      String title,
      String sentence,
      String detail,
      Optional<SuspicionView> suspicion,
      Instant since,
      Numbers numbers,
      double windowSeconds,
      Optional<Double> medianSeconds,
      Optional<Double> slowestSeconds,
      Map<String, Long> sessions,
      List<TroubleView> troubles) {

    static RouteView of(RouteStatus status) {
      Route route = status.account().route();
      return new RouteView(
          route.region(),
          route.name(),
          route.path().label(),
          route.prober(),
          route.delivery().target().toString(),
          Json.seconds(route.every()),
          Json.seconds(route.deadline()),
          status.finding().state().label(),
          status.finding().state().severity().label(),
          status.finding().state().title(),
          status.finding().sentence(),
          status.finding().detail(),
          status.suspicion().map(SuspicionView::of),
          status.since(),
          Numbers.of(status.account()),
          Json.seconds(status.window()),
          status.median().map(Json::seconds),
          status.slowest().map(Json::seconds),
          sessions(status),
          status.troubles().stream().map(TroubleView::of).toList());
    }

    private static Map<String, Long> sessions(RouteStatus status) {
      Map<String, Long> sessions = new LinkedHashMap<>();
      for (Outcome outcome : Outcome.values()) {
        sessions.put(outcome.label(), status.sessions().getOrDefault(outcome, 0L));
      }
      return sessions;
    }
  }

  /** The ledger's numbers of a route. */
  record Numbers(
      long opened,
      Map<String, Long> verdicts,
      long inFlight,
      Optional<Instant> oldestInFlight,
      long arrived,
      long recovered,
      long duplicatesByRetry,
      long duplicatesByProvider,
      long negativeLatencies,
      Optional<Instant> lastArrival,
      Optional<Instant> lastAttempt) {

    static Numbers of(RouteAccount account) {
      Map<String, Long> verdicts = new LinkedHashMap<>();
      for (Verdict verdict : Verdict.values()) {
        verdicts.put(verdict.label(), account.verdicts().getOrDefault(verdict, 0L));
      }
      return new Numbers(
          account.opened(),
          verdicts,
          account.inFlight(),
          account.oldestInFlight(),
          account.arrived(),
          account.recovered(),
          account.duplicatesByRetry(),
          account.duplicatesByProvider(),
          account.negativeLatencies(),
          account.lastArrival(),
          account.lastAttempt());
    }
  }

  /** Whom a route's trouble points at. */
  record SuspicionView(String party, String evidence) {

    static SuspicionView of(Suspicion suspicion) {
      return new SuspicionView(suspicion.party().label(), suspicion.evidence());
    }
  }

  /** Sessions that failed in the same way at the same front end. */
  record TroubleView(
      String outcome,
      String phase,
      String codes,
      Optional<String> frontEnd,
      Optional<String> forest,
      long count,
      Instant last,
      String text,
      CauseView cause) {

    static TroubleView of(Trouble trouble) {
      return new TroubleView(
          trouble.outcome().label(),
          trouble.phase().label(),
          trouble.codes(),
          trouble.frontEnd(),
          trouble.forest(),
          trouble.count(),
          trouble.last(),
          trouble.text(),
          CauseView.of(trouble.cause()));
    }
  }

  /** Refusing replies of one shape that no rule knows. */
  record UnclassifiedView(
      String shape,
      long count,
      Instant last,
      Optional<String> phase,
      String region,
      String route,
      String example) {

    static UnclassifiedView of(UnclassifiedReply reply) {
      return new UnclassifiedView(
          reply.shape(),
          reply.count(),
          reply.last(),
          reply.phase().map(Phase::label),
          reply.region(),
          reply.route(),
          reply.example());
    }
  }

  /**
   * How the reading of one receiver's feed goes. The clock's offset is ours minus the receiver's.
   */
  record FeedView(
      String feed,
      Optional<Instant> lastRead,
      boolean answered,
      boolean deaf,
      Optional<Double> clockOffsetSeconds,
      Optional<Double> clockUncertaintySeconds,
      boolean clockCorrected) {

    static FeedView of(FeedHealth feed, Instant now) {
      return new FeedView(
          feed.name(),
          feed.lastRead(),
          feed.answered(),
          feed.deaf(now),
          feed.clock().map(clock -> Json.seconds(clock.ahead().negated())),
          feed.clock().map(clock -> Json.seconds(clock.uncertainty())),
          feed.clock().filter(ClockOffset::isProven).isPresent());
    }
  }
}
