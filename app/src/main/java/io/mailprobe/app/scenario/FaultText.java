package io.mailprobe.app.scenario;

import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Level;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.fault.Timeline;
import io.mailprobe.simulator.topology.MailPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One fault of a phase, as its file gives it.
 *
 * @param faults what it is; several where it is one of each of several fields
 * @param from what it is when the phase begins, where that is told
 * @param path which way the mail goes that it strikes, where that is told
 * @param share whom it strikes; where that is not told, the phase tells
 * @param shareFrom whom it strikes when the phase begins, where that is told
 */
record FaultText(
    List<Fault> faults,
    Optional<Fault> from,
    Optional<MailPath> path,
    Optional<Double> share,
    Optional<Double> shareFrom) {

  /**
   * It in time.
   *
   * @param usual the share where none is told
   */
  List<Timeline.Entry> entries(
      Duration start, Duration length, Duration ramp, Scope scope, double usual) {
    Scope where =
        path.<Scope>map(way -> new Scope.Both(List.of(scope, new Scope.OnPath(way)))).orElse(scope);
    return faults.stream()
        .map(
            fault -> {
              Level last = new Level(fault, share.orElse(usual));
              Level first = ramp.isZero() ? last : first(fault, last);
              return new Timeline.Entry(start, length, ramp, where, first, last);
            })
        .toList();
  }

  /** Its share grows from none, unless it is told what grows. */
  private Level first(Fault fault, Level last) {
    if (fault instanceof Fault.OfWorld) {
      return last;
    }
    boolean told = from.isPresent() || shareFrom.isPresent();
    return new Level(from.orElse(fault), shareFrom.orElse(told ? last.share() : 0.0));
  }
}
