package io.mailprobe.app.wiring;

import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.receiver.ReceiverEvents;
import java.time.Duration;

/** Listens to a prober and a receiver of which nobody keeps count. */
final class Silent implements ProberEvents, ReceiverEvents {

  @Override
  public void ticked(Route route, Duration lag) {}

  @Override
  public void skipped(Route route, SkipReason reason) {}

  @Override
  public void sessionEnded(Route route, ProbeId probe, SessionReport report) {}

  @Override
  public void probeChanged(Route route, ProbeId probe) {}

  @Override
  public void reported(Route route, DeliveryReport report) {}

  @Override
  public void unknownArrival(ProbeId probe) {}

  @Override
  public void feedRead(String feed, boolean answered) {}

  @Override
  public void clockMeasured(String feed, ClockOffset offset) {}

  @Override
  public void connected() {}

  @Override
  public void arrived(Arrival arrival) {}

  @Override
  public void reported(DeliveryReport report) {}

  @Override
  public void refused(Refusal refusal) {}

  @Override
  public void deferred(Deferral deferral) {}

  @Override
  public void unverified(Unverified why) {}
}
