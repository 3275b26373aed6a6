package io.mailprobe.receiver;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers when the receiver last could not take mail, so that a prober does not blame others for
 * what that delays. Before it started it took none. What it puts off for one peer's sake (one that
 * is slow, or names too many recipients) does not count: on port 25 there is always such a peer.
 */
final class Troubles implements ReceiverEvents {

  private final ReceiverEvents events;
  private final Clock clock;
  private volatile @Nullable Instant latest;

  Troubles(ReceiverEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** It takes mail from now on. */
  void started() {
    latest = clock.micros();
  }

  /** When it last could not. */
  Optional<Instant> latest() {
    return Optional.ofNullable(latest);
  }

  @Override
  public void deferred(Deferral deferral) {
    switch (deferral) {
      case JOURNAL, CONNECTIONS, SHUTDOWN, INTERNAL -> latest = clock.micros();
      case RECIPIENTS, TIMEOUT -> {}
    }
    events.deferred(deferral);
  }

  @Override
  public void connected() {
    events.connected();
  }

  @Override
  public void arrived(Arrival arrival) {
    events.arrived(arrival);
  }

  @Override
  public void reported(DeliveryReport report) {
    events.reported(report);
  }

  @Override
  public void refused(Refusal refusal) {
    events.refused(refusal);
  }

  @Override
  public void unverified(Unverified why) {
    events.unverified(why);
  }
}
