package io.mailprobe.app.status;

import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.classify.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports with the verdicts that a test wants, for those that only listen. */
public final class Verdicts {

  private Verdicts() {}

  /** A report in which these routes do as is said of each. */
  public static StatusReport of(Instant at, RouteStatus... routes) {
    return new StatusReport(at, List.of(routes), List.of(), List.of(), List.of(), List.of());
  }

  /** A route in this state, which points at this party unless it is well. */
  public static RouteStatus route(RouteAccount account, State state, Party party) {
    Optional<Suspicion> suspicion =
        state == State.FLOWING ? Optional.empty() : Optional.of(new Suspicion(party, "So it is."));
    return new RouteStatus(
        account,
        new Finding(state, state.title(), "", party),
        suspicion,
        Instant.EPOCH,
        Duration.ofMinutes(15),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
