package io.mailprobe.app.scene;

import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;
import java.util.List;

/**
 * Passes each event on to several listeners, in their order.
 *
 * @param listeners who hears of it
 */
public record EventFan(List<ProberEvents> listeners) implements ProberEvents {

  public EventFan {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void ticked(Route route, Duration lag) {
    listeners.forEach(listener -> listener.ticked(route, lag));
  }

  @Override
  public void skipped(Route route, SkipReason reason) {
    listeners.forEach(listener -> listener.skipped(route, reason));
  }

  @Override
  public void sessionEnded(Route route, ProbeId probe, SessionReport report) {
    listeners.forEach(listener -> listener.sessionEnded(route, probe, report));
  }

  @Override
  public void probeChanged(Route route, ProbeId probe) {
    listeners.forEach(listener -> listener.probeChanged(route, probe));
  }

  @Override
  public void reported(Route route, DeliveryReport report) {
    listeners.forEach(listener -> listener.reported(route, report));
  }

  @Override
  public void unknownArrival(ProbeId probe) {
    listeners.forEach(listener -> listener.unknownArrival(probe));
  }

  @Override
  public void feedRead(String feed, boolean answered) {
    listeners.forEach(listener -> listener.feedRead(feed, answered));
  }

  @Override
  public void clockMeasured(String feed, ClockOffset offset) {
    listeners.forEach(listener -> listener.clockMeasured(feed, offset));
  }
}
