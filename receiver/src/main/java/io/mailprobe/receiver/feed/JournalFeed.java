package io.mailprobe.receiver.feed;

import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.feed.FeedTimes;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.protocol.time.Scheduler.Pending;
import io.mailprobe.receiver.explain.HeaderEvidence;
import io.mailprobe.receiver.journal.Excerpt;
import io.mailprobe.receiver.journal.Journal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The feed of one journal. A cursor that is not of this journal begins with its oldest arrival: one
 * of another journal, and also one beyond the newest arrival, which an older copy of this journal
 * gets to see after it was restored. A prober then reads some arrivals again; it tells them by
 * probe and sequence.
 */
public final class JournalFeed implements ArrivalFeed {

  /** How often a journal is looked at that others write too: they do not ring our bell. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Journal journal;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Supplier<Optional<Instant>> troubled;

  /**
   * @param troubled when the receiver last could not take mail
   */
  public JournalFeed(
      Journal journal, Clock clock, Scheduler scheduler, Supplier<Optional<Instant>> troubled) {
    this.journal = journal;
    this.clock = clock;
    this.scheduler = scheduler;
    this.troubled = troubled;
  }

  @Override
  public FeedPage read(FeedRequest request) throws IOException, InterruptedException {
    Instant asked = clock.micros();
    long began = clock.nanos();
    while (true) {
      CompletableFuture<Void> next = journal.next(); // Before the reading, or it might be missed.
      try {
        Excerpt excerpt = journal.read(request.prober(), request.after(), request.limit());
        Duration left = request.patience().minusNanos(clock.nanos() - began);
        // A prober whose cursor is no place here is told so at once.
        if (!excerpt.isEmpty() || excerpt.restarted() || !left.isPositive()) {
          return page(excerpt, asked);
        }
        await(next, journal.isShared() && left.compareTo(LOOK) > 0 ? LOOK : left);
      } finally {
        journal.leave(next);
      }
    }
  }

  private FeedPage page(Excerpt excerpt, Instant asked) {
    return new FeedPage(
        excerpt.next(),
        excerpt.complete(),
        excerpt.arrivals().stream().map(HeaderEvidence::lighten).toList(),
        excerpt.reports(),
        Optional.of(new FeedTimes(asked, clock.micros())),
        troubled.get());
  }

  private void await(CompletableFuture<Void> next, Duration left) throws InterruptedException {
    Pending timer = scheduler.after(left, () -> next.complete(null));
    try {
      next.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails it", e);
    } finally {
      timer.cancel();
    }
  }
}
