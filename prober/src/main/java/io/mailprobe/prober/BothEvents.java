package io.mailprobe.prober;

import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;

/** Tells two listeners, the first one first. */
record BothEvents(ProberEvents first, ProberEvents second) implements ProberEvents {

  @Override
  public void ticked(Route route, Duration lag) {
    first.ticked(route, lag);
    second.ticked(route, lag);
  }

  @Override
  public void skipped(Route route, SkipReason reason) {
    first.skipped(route, reason);
    second.skipped(route, reason);
  }

  @Override
  public void sessionEnded(Route route, ProbeId probe, SessionReport report) {
    first.sessionEnded(route, probe, report);
    second.sessionEnded(route, probe, report);
  }

  @Override
  public void probeChanged(Route route, ProbeId probe) {
    first.probeChanged(route, probe);
    second.probeChanged(route, probe);
  }

  @Override
  public void reported(Route route, DeliveryReport report) {
    first.reported(route, report);
    second.reported(route, report);
  }

  @Override
  public void unknownArrival(ProbeId probe) {
    first.unknownArrival(probe);
    second.unknownArrival(probe);
  }

  @Override
  public void feedRead(String feed, boolean answered) {
    first.feedRead(feed, answered);
    second.feedRead(feed, answered);
  }

  @Override
  public void clockMeasured(String feed, ClockOffset offset) {
    first.clockMeasured(feed, offset);
    second.clockMeasured(feed, offset);
  }
}
