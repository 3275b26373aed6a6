package io.mailprobe.prober.account;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.trace.Passage;
import io.mailprobe.protocol.trace.Trace;
import java.time.Instant;
import java.util.Optional;

/**
 * An arrival as the ledger took it in.
 *
 * @param arrival what the receiver told, by its clock
 * @param clock how far that clock was from ours; empty where it is ours, or was not measured
 */
public record Arrived(Arrival arrival, Optional<ClockOffset> clock) {

  /** When it arrived, by our clock. */
  public Instant at() {
    return byOurs(arrival.arrived());
  }

  /** When the connection that brought it was taken, by our clock. */
  public Instant connected() {
    return byOurs(arrival.connected());
  }

  /** Whether the instants by our clock are others than the receiver told. */
  public boolean isCorrected() {
    return clock.filter(ClockOffset::isProven).isPresent();
  }

  /** What its header block says of its way. */
  public Trace trace() {
    return Trace.parse(arrival.head());
  }

  /** Its way, from the attempt that sent it. */
  public Passage passage() {
    return Passage.of(
        trace(),
        new Passage.Ends(arrival.stamp().map(Stamp::thisAttempt), byOurs(arrival.mail()), at()));
  }

  private Instant byOurs(Instant theirs) {
    return clock.map(offset -> offset.toOurs(theirs)).orElse(theirs);
  }
}
