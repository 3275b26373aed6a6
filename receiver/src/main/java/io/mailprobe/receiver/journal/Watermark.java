package io.mailprobe.receiver.journal;

import io.mailprobe.protocol.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells up to which instant everything that arrived is on disk. An arrival's instant is taken here,
 * under the same lock: whoever has been told an instant will never see an arrival from before it,
 * however long that takes to be written. (A wall clock that is set back can break this; the
 * machine's clock must be slewed, not stepped.)
 */
final class Watermark {

  private static final Duration TICK = Duration.ofNanos(1_000);

  private final Clock clock;
  private final Set<Pending> pending = new LinkedHashSet<>();

  Watermark(Clock clock) {
    this.clock = clock;
  }

  synchronized Pending begin() {
    Pending begun = new Pending(this, clock.micros(), clock.nanos());
    pending.add(begun);
    return begun;
  }

  synchronized void settle(Pending settled) {
    pending.remove(settled);
  }

  /** Everything that arrived up to and with this instant is on disk. */
  synchronized Instant complete() {
    Instant now = clock.micros();
    Instant oldest = pending.stream().map(Pending::at).min(Comparator.naturalOrder()).orElse(now);
    // The next arrival may still fall into this very microsecond.
    return (oldest.isBefore(now) ? oldest : now).minus(TICK);
  }

  synchronized int waiting() {
    return pending.size();
  }

  /** For how long the oldest that is pending has been so. */
  synchronized Duration lag() {
    long now = clock.nanos();
    return pending.stream()
        .map(one -> Duration.ofNanos(now - one.began()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
