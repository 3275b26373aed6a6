package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.frontend.Turn.Next;
import io.mailprobe.simulator.topology.Place;
import java.time.Duration;
import java.util.Optional;

/** What faults do in one session, in place of the front end's own answers or to them. */
final class Strikes {

  /** What grants STARTTLS. */
  static final String START = "220 2.0.0 SMTP server ready";

  private final Edge edge;
  private final Place place;
  private final Fate fate;
  private final Replies replies;
  private Duration between = Duration.ZERO;
  private Duration late = Duration.ZERO;

  Strikes(Edge edge, Place place, Fate fate, Replies replies) {
    this.edge = edge;
    this.place = place;
    this.fate = fate;
    this.replies = replies;
  }

  /** Lets whatever fault is on strike in this phase: the turn that it gives, if it gives one. */
  Optional<Turn> in(Phase phase) {
    Optional<Fault.OfSession> fault =
        edge.faults()
            .strike(place, phase, fate)
            .or(() -> edge.queue().servers().strike(place, phase, fate));
    if (fault.isEmpty()) {
      return Optional.empty();
    }
    edge.tally().struck();
    return switch (fault.get()) {
      case Fault.Reply reply -> {
        boolean last = reply.code() == 421 || phase == Phase.BANNER;
        yield Optional.of(
            Turn.saying(
                reply.line(place.serverName(), replies.trailer()),
                last ? new Next.Close() : new Next.Line()));
      }
      case Fault.Close _ -> Optional.of(Turn.silently(new Next.Abort()));
      case Fault.Reset _ -> Optional.of(Turn.silently(new Next.Reset()));
      case Fault.Stall _ -> Optional.of(Turn.silently(new Next.Silence()));
      case Fault.TlsFailure() -> Optional.of(Turn.saying(START, new Next.FailedHandshake()));
      case Fault.Drip(_, Duration slowly) -> {
        between = slowly;
        yield Optional.empty();
      }
      case Fault.SlowHandshake(Duration delay) -> {
        late = delay;
        yield Optional.empty();
      }
    };
  }

  /** What passes between two bytes of what is said now. */
  Duration between() {
    return between;
  }

  /** How much later than it could the handshake begins. */
  Duration late() {
    return late;
  }

  /** The client has said a line: what dripped is over. */
  void heard() {
    between = Duration.ZERO;
  }
}
