package io.mailprobe.app.status;

import io.mailprobe.prober.account.ClockOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the reading of one receiver's feed goes.
 *
 * @param name the feed, as the probers call it
 * @param known since when we know of it
 * @param lastRead when it was last read
 * @param lastTried when reading it last ended, well or not
 * @param answered whether the last reading went well
 * @param clock how far its receiver's clock is from ours; empty where that was not measured
 */
public record FeedHealth(
    String name,
    Instant known,
    Optional<Instant> lastRead,
    Instant lastTried,
    boolean answered,
    Optional<ClockOffset> clock) {

  /** A refused reading may be an instant's trouble. */
  private static final Duration BRIEF = Duration.ofSeconds(20);

  /** A reading waits for a few seconds for arrivals, and never for so many. */
  private static final Duration HANGING = Duration.ofSeconds(20);

  /** What was read so lately is as good as now: arrivals wake the reading. */
  private static final Duration FRESH = Duration.ofSeconds(7);

  /** A feed that was not read yet. */
  static FeedHealth unread(String name, Instant now) {
    return new FeedHealth(name, now, Optional.empty(), now, true, Optional.empty());
  }

  FeedHealth read(boolean well, Instant now) {
    return new FeedHealth(name, known, well ? Optional.of(now) : lastRead, now, well, clock);
  }

  FeedHealth measured(ClockOffset offset) {
    return new FeedHealth(name, known, lastRead, lastTried, answered, Optional.of(offset));
  }

  /** How long ago it was last read, or became known where it never was. */
  public Duration age(Instant now) {
    return Duration.between(lastRead.orElse(known), now);
  }

  /** Up to when it would have told of an arrival. */
  Instant heard(Instant now) {
    return age(now).compareTo(FRESH) <= 0 ? now : lastRead.orElse(known);
  }

  /** Whether we must assume that arrivals are not told to us. */
  public boolean deaf(Instant now) {
    return (!answered && age(now).compareTo(BRIEF) > 0)
        || Duration.between(lastTried, now).compareTo(HANGING) > 0;
  }
}
