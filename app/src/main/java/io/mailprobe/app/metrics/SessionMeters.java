package io.mailprobe.app.metrics;

import io.mailprobe.app.blame.Blame;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Reason;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.PhaseTiming;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.time.Clock;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.Instant;

/** Counts what happens in probers. Every label value that is known beforehand begins at 0. */
final class SessionMeters implements ProberEvents {

  private static final int REMEMBERED = 100_000;

  private final Clock clock;
  private final Blame blame;
  private final Counter scheduled;
  private final Counter skipped;
  private final Histogram lag;
  private final SessionCounts sessions;
  private final Histogram submissions;
  private final Counter accepted;
  private final Counter deferred;
  private final Counter unknown;
  private final Gauge feedSuccess;
  private final Counter feedErrors;
  private final Gauge clockOffset;
  private final Gauge clockUncertainty;
  private final Certificates certificates;
  private final RecentIds deferredBefore = new RecentIds(REMEMBERED);

  SessionMeters(
      Clock clock,
      Blame blame,
      Families families,
      SessionCounts sessions,
      Certificates certificates) {
    this.clock = clock;
    this.blame = blame;
    this.sessions = sessions;
    this.certificates = certificates;
    scheduled = families.counter(Metric.PROBES_SCHEDULED);
    skipped = families.counter(Metric.PROBES_SKIPPED);
    lag = families.histogram(Metric.SCHEDULE_LAG, Families.SHORT);
    submissions = families.histogram(Metric.SUBMISSION_DURATION, Families.SHORT);
    accepted = families.counter(Metric.MESSAGES_ACCEPTED);
    deferred = families.counter(Metric.MESSAGES_DEFERRED);
    unknown = families.counter(Metric.MESSAGES_UNKNOWN);
    feedSuccess = families.gauge(Metric.FEED_LAST_SUCCESS);
    feedErrors = families.counter(Metric.FEED_ERRORS);
    clockOffset = families.gauge(Metric.CLOCK_OFFSET);
    clockUncertainty = families.gauge(Metric.CLOCK_UNCERTAINTY);
  }

  void expect(Route route) {
    String[] labels = RouteLabels.of(route);
    scheduled.initLabelValues(labels);
    lag.initLabelValues(labels);
    submissions.initLabelValues(labels);
    accepted.initLabelValues(labels);
    deferred.initLabelValues(labels);
    route.delivery().certificate().ifPresent(own -> certificates.client(route, own));
    for (SkipReason reason : SkipReason.values()) {
      skipped.initLabelValues(RouteLabels.of(route, reason.label()));
    }
    sessions.expect(labels, purpose(route));
  }

  void expectFeed(String feed) {
    feedSuccess.initLabelValues(feed);
    feedErrors.initLabelValues(feed);
  }

  @Override
  public void ticked(Route route, Duration late) {
    scheduled.labelValues(RouteLabels.of(route)).inc();
    lag.labelValues(RouteLabels.of(route)).observe(Families.seconds(late));
  }

  @Override
  public void skipped(Route route, SkipReason reason) {
    scheduled.labelValues(RouteLabels.of(route)).inc();
    skipped.labelValues(RouteLabels.of(route, reason.label())).inc();
  }

  @Override
  public void sessionEnded(Route route, ProbeId probe, SessionReport report) {
    sessions.ended(RouteLabels.of(route), purpose(route), route.path(), report);
    if (report.outcome() == Outcome.ACCEPTED) {
      accepted.labelValues(RouteLabels.of(route)).inc();
      submissions
          .labelValues(RouteLabels.of(route))
          .observe(Families.seconds(untilAccepted(report)));
    }
    if (report.outcome() == Outcome.DEFERRED && deferredBefore.add(probe)) {
      deferred.labelValues(RouteLabels.of(route)).inc();
    }
    report
        .tls()
        .flatMap(tls -> tls.certificateNotAfter())
        .ifPresent(end -> certificates.frontEnd(route, end));
  }

  private static Duration untilAccepted(SessionReport report) {
    return report.phases().stream()
        .filter(timing -> timing.phase() != Phase.QUIT && timing.phase() != Phase.TOKEN)
        .map(PhaseTiming::duration)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static String purpose(Route route) {
    return route.path() == Path.CONTROL ? "control" : "submit";
  }

  @Override
  public void probeChanged(Route route, ProbeId probe) {
    // Read from the ledger: see Metrics.probes.
  }

  @Override
  public void reported(Route route, DeliveryReport report) {
    String reason =
        blame
            .explain(report.notice())
            .map(Classification::reason)
            .orElse(Reason.UNCLASSIFIED)
            .label();
    report
        .notice()
        .innerReply()
        .filter(reply -> reply.isTransient() || reply.isPermanent())
        .ifPresent(reply -> sessions.reported(RouteLabels.of(route), reply, reason));
  }

  @Override
  public void unknownArrival(ProbeId probe) {
    unknown.inc();
  }

  @Override
  public void feedRead(String feed, boolean answered) {
    if (answered) {
      Instant now = clock.wall();
      feedSuccess.labelValues(feed).set(now.getEpochSecond() + now.getNano() / 1e9);
    } else {
      feedErrors.labelValues(feed).inc();
    }
  }

  @Override
  public void clockMeasured(String feed, ClockOffset offset) {
    clockOffset.labelValues(feed).set(-Families.seconds(offset.ahead()));
    clockUncertainty.labelValues(feed).set(Families.seconds(offset.uncertainty()));
  }
}
