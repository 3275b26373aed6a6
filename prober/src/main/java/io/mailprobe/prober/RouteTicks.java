package io.mailprobe.prober;

import io.mailprobe.prober.ProberEvents.SkipReason;
import io.mailprobe.prober.account.BegunAttempt;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.schedule.Schedule;
import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a route's ticks into probes, or into skips with their reason. */
final class RouteTicks implements Schedule.Ticks {

  private static final Logger log = LoggerFactory.getLogger(RouteTicks.class);

  private final Route route;
  private final Ledger ledger;
  private final ProbeCourse course;
  private final Surroundings surroundings;

  /** Probes on their way into the ledger, which does not count them as in flight yet. */
  private final AtomicInteger opening = new AtomicInteger();

  RouteTicks(Route route, Ledger ledger, ProbeCourse course, Surroundings surroundings) {
    this.route = route;
    this.ledger = ledger;
    this.course = course;
    this.surroundings = surroundings;
  }

  @Override
  public void tick(Instant scheduled) {
    Instant now = surroundings.clock().wall();
    if (ledger.inFlight(route) + opening.get() >= route.maxInFlight()) {
      surroundings.events().skipped(route, SkipReason.IN_FLIGHT_CAP);
      return;
    }
    Optional<SkipReason> restrained = surroundings.restraint().take(route);
    if (restrained.isPresent()) {
      surroundings.events().skipped(route, restrained.get());
      return;
    }
    opening.incrementAndGet();
    ProbeId probe = ProbeId.create(now, surroundings.random());
    CompletableFuture<BegunAttempt> _ =
        course
            .open(route, probe, scheduled, Follower.nobody())
            .whenComplete((_, failure) -> opened(Duration.between(scheduled, now), failure));
  }

  private void opened(Duration lag, @Nullable Throwable failure) {
    opening.decrementAndGet();
    if (failure != null) {
      surroundings.restraint().giveBack(route);
    }
    if (failure == null) {
      surroundings.events().ticked(route, lag);
    } else if (!(failure instanceof CancellationException)) {
      surroundings.events().skipped(route, SkipReason.STORE_FAILED);
      log.warn("route {}: tick skipped: {}", route.name(), failure.getMessage());
    }
  }

  @Override
  public void missed(long ticks) {
    log.warn("route {}: {} ticks missed: held up, or the clock was set", route.name(), ticks);
    for (long tick = 0; tick < ticks; tick++) {
      surroundings.events().skipped(route, SkipReason.MISSED);
    }
  }
}
