package io.mailprobe.app.metrics;

import io.mailprobe.app.health.HealthEvents;
import io.mailprobe.app.health.PollResult;
import io.prometheus.metrics.core.metrics.Counter;

/** Counts how the readings of service health end. */
final class HealthMeters implements HealthEvents {

  private final Counter polls;
  private final Counter unreadable;

  HealthMeters(Families families) {
    polls = families.counter(Metric.HEALTH_POLLS);
    for (PollResult result : PollResult.values()) {
      polls.initLabelValues(result.label());
    }
    unreadable = families.counter(Metric.HEALTH_UNREADABLE);
  }

  @Override
  public void polled(PollResult result) {
    polls.labelValues(result.label()).inc();
  }

  @Override
  public void unreadable(int entries) {
    unreadable.inc(entries);
  }
}
