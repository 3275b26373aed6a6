package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.topology.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What faults do in one session, in place of the front end's own answers or to them. */
final class Strikes {

  /** What became of an answer. */
  enum Effect {
    /** It is still to be given, though perhaps slowly. */
    NONE,
    /** A fault gave another. */
    ANSWERED,
    /** There is nothing more to be said. */
    OVER
  }

  /** What grants STARTTLS. */
  static final String START = "220 2.0.0 SMTP server ready";

  private final Edge edge;
  private final Place place;
  private final Wire wire;
  private final Fate fate;
  private final Replies replies;
  private Optional<Duration> beforeHandshake = Optional.empty();

  Strikes(Edge edge, Place place, Wire wire, Fate fate, Replies replies) {
    this.edge = edge;
    this.place = place;
    this.wire = wire;
    this.fate = fate;
    this.replies = replies;
  }

  /** Lets whatever fault is on strike in this phase. */
  Effect in(Phase phase) throws IOException {
    Optional<Fault.OfSession> fault =
        edge.faults()
            .strike(place, phase, fate)
            .or(() -> edge.queue().servers().strike(place, phase, fate));
    if (fault.isEmpty()) {
      return Effect.NONE;
    }
    edge.tally().struck();
    return switch (fault.get()) {
      case Fault.Reply reply -> {
        wire.say(reply.line(place.serverName(), replies.trailer()));
        yield reply.code() == 421 || phase == Phase.BANNER ? Effect.OVER : Effect.ANSWERED;
      }
      case Fault.Close _ -> {
        wire.abort();
        yield Effect.OVER;
      }
      case Fault.Reset _ -> {
        wire.reset();
        yield Effect.OVER;
      }
      case Fault.Stall _ -> {
        wire.ignore();
        yield Effect.OVER;
      }
      case Fault.Drip(_, Duration between) -> {
        wire.drip(() -> Pause.of(edge.scheduler(), between));
        yield Effect.NONE;
      }
      case Fault.SlowHandshake(Duration late) -> {
        beforeHandshake = Optional.of(late);
        yield Effect.NONE;
      }
      case Fault.TlsFailure() -> {
        wire.say(START);
        wire.failTls();
        yield Effect.OVER;
      }
    };
  }

  /** Waits where the handshake is to begin late. */
  void beforeHandshake() throws IOException {
    if (beforeHandshake.isPresent()) {
      Pause.of(edge.scheduler(), beforeHandshake.get());
    }
  }
}
