package io.mailprobe.prober;

import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was heard of a prober, as short texts. */
public final class RecordedEvents implements ProberEvents {

  public final List<String> heard = new CopyOnWriteArrayList<>();

  @Override
  public void ticked(Route route, Duration lag) {
    heard.add("ticked " + route.name() + " " + lag);
  }

  @Override
  public void skipped(Route route, SkipReason reason) {
    heard.add("skipped " + route.name() + " " + reason.label());
  }

  @Override
  public void sessionEnded(Route route, ProbeId probe, SessionReport report) {
    heard.add("session " + route.name() + " " + report.outcome().label());
  }

  @Override
  public void probeChanged(Route route, ProbeId probe) {
    heard.add("changed " + route.name() + " " + probe);
  }

  @Override
  public void unknownArrival(ProbeId probe) {
    heard.add("unknown " + probe);
  }

  @Override
  public void feedRead(String feed, boolean answered) {
    heard.add("feed " + feed + " " + answered);
  }

  /** How many times this was heard. */
  public long count(String event) {
    return heard.stream().filter(event::equals).count();
  }
}
