package io.mailprobe.app.metrics;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.receiver.ReceiverEvents;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;

/** Counts what happens in the receiver, under names of its own. */
final class ReceiverMeters implements ReceiverEvents {

  private static final int MOST_ROUTES = 100;
  private static final String OTHER = "other";

  private final Counter connections;
  private final Counter arrivals;
  private final Counter reports;
  private final Counter refusals;
  private final Counter deferrals;
  private final Counter unverified;
  private final Histogram latency;
  private final BoundedSet<Pair> routes = new BoundedSet<>(MOST_ROUTES);

  ReceiverMeters(Families families) {
    connections = families.counter(Metric.RECEIVER_CONNECTIONS);
    arrivals = families.counter(Metric.RECEIVER_ARRIVALS);
    reports = families.counter(Metric.RECEIVER_REPORTS);
    refusals = families.counter(Metric.RECEIVER_REFUSALS);
    deferrals = families.counter(Metric.RECEIVER_DEFERRALS);
    unverified = families.counter(Metric.RECEIVER_UNVERIFIED);
    latency = families.histogram(Metric.RECEIVER_LATENCY, Families.AGES);
    for (Action action : Action.values()) {
      reports.initLabelValues(action.label());
    }
    for (Refusal reason : Refusal.values()) {
      refusals.initLabelValues(reason.label());
    }
    for (Deferral reason : Deferral.values()) {
      deferrals.initLabelValues(reason.label());
    }
    for (Unverified reason : Unverified.values()) {
      unverified.initLabelValues(reason.label());
    }
  }

  @Override
  public void connected() {
    connections.inc();
  }

  @Override
  public void arrived(Arrival arrival) {
    arrivals.inc();
    arrival.stamp().ifPresent(stamp -> observe(arrival, stamp));
  }

  private void observe(Arrival arrival, Stamp stamp) {
    Pair pair = new Pair(stamp.region(), stamp.route());
    Pair shown = routes.admits(pair) ? pair : new Pair(OTHER, OTHER);
    latency
        .labelValues(shown.region(), shown.route())
        .observe(Families.seconds(Duration.between(stamp.scheduled(), arrival.arrived())));
  }

  @Override
  public void reported(DeliveryReport report) {
    reports.labelValues(report.notice().action().label()).inc();
  }

  @Override
  public void refused(Refusal refusal) {
    refusals.labelValues(refusal.label()).inc();
  }

  @Override
  public void deferred(Deferral deferral) {
    deferrals.labelValues(deferral.label()).inc();
  }

  @Override
  public void unverified(Unverified why) {
    unverified.labelValues(why.label()).inc();
  }

  private record Pair(String region, String route) {}
}
