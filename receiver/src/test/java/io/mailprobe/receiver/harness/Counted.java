package io.mailprobe.receiver.harness;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.receiver.ReceiverEvents;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** All that a receiver said happened. */
public final class Counted implements ReceiverEvents {

  public final AtomicInteger connections = new AtomicInteger();
  public final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  public final List<DeliveryReport> reports = new CopyOnWriteArrayList<>();
  public final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  public final List<Deferral> deferrals = new CopyOnWriteArrayList<>();
  public final List<Unverified> unverified = new CopyOnWriteArrayList<>();

  @Override
  public void connected() {
    connections.incrementAndGet();
  }

  @Override
  public void arrived(Arrival arrival) {
    arrivals.add(arrival);
  }

  @Override
  public void reported(DeliveryReport report) {
    reports.add(report);
  }

  @Override
  public void refused(Refusal refusal) {
    refusals.add(refusal);
  }

  @Override
  public void deferred(Deferral deferral) {
    deferrals.add(deferral);
  }

  @Override
  public void unverified(Unverified why) {
    unverified.add(why);
  }
}
