package io.mailprobe.protocol.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes a message's way from server to server. Used once. */
final class HopCounter {

  private final Trace trace;
  private final Passage.Ends ends;
  private final List<Hop> hops = new ArrayList<>();
  private Optional<Instant> before;
  private boolean refined;

  HopCounter(Trace trace, Passage.Ends ends) {
    this.trace = trace;
    this.ends = ends;
    this.before = ends.sent();
  }

  List<Hop> hops() {
    @Nullable Received previous = null;
    for (Received received : trace.received()) {
      Optional<TraceTime> time = received.time().map(written -> refine(written, received));
      add(stage(previous, received), received.server(), Optional.of(received), time);
      previous = received;
    }
    Stage last = previous == null ? Stage.SUBMISSION : Stage.OUTBOUND;
    add(last, Optional.empty(), Optional.empty(), Optional.of(exact(ends.taken())));
    add(Stage.RECEIVER, Optional.empty(), Optional.empty(), Optional.of(exact(ends.arrived())));
    return hops;
  }

  private static TraceTime exact(Instant instant) {
    return new TraceTime(instant, Duration.ZERO);
  }

  private static Stage stage(@Nullable Received previous, Received received) {
    if (previous == null) {
      return Stage.SUBMISSION;
    }
    if (!isExchangeOnline(received)) {
      return Stage.RELAY;
    }
    return isExchangeOnline(previous) ? Stage.TENANT : Stage.INBOUND;
  }

  private static boolean isExchangeOnline(Received received) {
    return received.by().filter(ServerName::isExchangeOnline).isPresent();
  }

  /** Exchange Online's own arrival stamp says the same as its first server's, but finer. */
  private TraceTime refine(TraceTime written, Received received) {
    Optional<TraceTime> finer =
        trace
            .marks()
            .originalArrival()
            .filter(stamp -> !refined && isExchangeOnline(received) && written.mayBe(stamp.at()))
            .filter(stamp -> stamp.resolution().compareTo(written.resolution()) < 0);
    refined |= finer.isPresent();
    return finer.orElse(written);
  }

  private void add(
      Stage stage, Optional<String> server, Optional<Received> received, Optional<TraceTime> time) {
    Optional<Instant> at = time.map(written -> settle(written));
    Optional<Duration> delay =
        at.flatMap(instant -> before.map(earlier -> Duration.between(earlier, instant)));
    hops.add(new Hop(stage, server, received, at, delay));
    before = at.or(() -> before);
  }

  /** A stamp of the second in which the hop before ended may stand for that very instant. */
  private Instant settle(TraceTime written) {
    return before.filter(written::mayBe).orElse(written.at());
  }
}
