package io.mailprobe.prober;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What was heard of a prober, as short texts, and how a test waits for it. */
public final class RecordedEvents implements ProberEvents {

  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(20);

  private final List<String> heard = new ArrayList<>();

  @Override
  public void ticked(Route route, Duration lag) {
    hear("ticked " + route.name() + " " + lag);
  }

  @Override
  public void skipped(Route route, SkipReason reason) {
    hear("skipped " + route.name() + " " + reason.label());
  }

  @Override
  public void sessionEnded(Route route, ProbeId probe, SessionReport report) {
    hear("session " + route.name() + " " + report.outcome().label());
  }

  @Override
  public void probeChanged(Route route, ProbeId probe) {
    hear("changed " + route.name() + " " + probe);
  }

  @Override
  public void reported(Route route, DeliveryReport report) {
    hear("reported " + route.name() + " " + report.notice().action().label());
  }

  @Override
  public void unknownArrival(ProbeId probe) {
    hear("unknown " + probe);
  }

  @Override
  public void feedRead(String feed, boolean answered) {
    hear("feed " + feed + " " + answered);
  }

  @Override
  public void clockMeasured(String feed, ClockOffset offset) {
    hear("clock " + feed + " " + offset.ahead());
  }

  private synchronized void hear(String event) {
    heard.add(event);
    notifyAll();
  }

  /** How many times this was heard. */
  public synchronized long count(String event) {
    return heard.stream().filter(event::equals).count();
  }

  /** Waits until the condition holds; it is looked at after each event. */
  public void await(BooleanSupplier condition) throws InterruptedException {
    await(condition, () -> {});
  }

  /** Waits until the condition holds, doing something again and again meanwhile. */
  public void await(BooleanSupplier condition, Runnable meanwhile) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("heard until the deadline: %s", heard).isLessThan(end);
      meanwhile.run();
      synchronized (this) {
        wait(5);
      }
    }
  }
}
