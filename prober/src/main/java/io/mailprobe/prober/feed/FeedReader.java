package io.mailprobe.prober.feed;

import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one receiver's feed into the ledger, page after page, on a virtual thread of its own. The
 * cursor moves on only with the page that the ledger has on disk, so that after any failure or
 * crash it reads on where it was.
 */
public final class FeedReader {

  private static final Logger log = LoggerFactory.getLogger(FeedReader.class);
  private static final int PAGE = 500;

  /** An answer that does not come after that shows a feed that is cut: silence is an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The least time from page to page where a page brings nothing new. */
  private static final Duration PACE = Duration.ofMillis(250);

  /** A clock that is known no better than this is worth a few more questions. */
  private static final Duration VAGUE = Duration.ofMillis(2);

  private static final int MORE = 5;

  private final NamedFeed feed;
  private final String prober;
  private final Ledger ledger;
  private final Surroundings surroundings;
  private final ClockFilter clocks = new ClockFilter();
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;

  /** When the receiver last answered, by our clock. */
  private Optional<Instant> answered = Optional.empty();

  /** When it last was in trouble, by its clock. */
  private Optional<Instant> troubled = Optional.empty();

  /** A reader that waits to be started. */
  public FeedReader(NamedFeed feed, String prober, Ledger ledger, Surroundings surroundings) {
    this.feed = feed;
    this.prober = prober;
    this.ledger = ledger;
    this.surroundings = surroundings;
    this.thread = Thread.ofVirtual().name("feed-" + feed.name()).unstarted(this::run);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** Ends reading; returns without waiting for the end. */
  public void stop() {
    thread.interrupt();
  }

  /** Completes once everything has been read that had arrived before the start. */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp;
  }

  private void run() {
    Backoff backoff = new Backoff(surroundings.scheduler(), surroundings.random());
    // Before this start nobody asked the receiver; it may have been down since the last one ended.
    answered =
        ledger.accounts().stream()
            .map(RouteAccount::lastAttempt)
            .flatMap(Optional::stream)
            .max(Instant::compareTo);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          readOn(backoff);
        } catch (IOException | ExecutionException | RuntimeException e) {
          // A feed is foreign code and foreign data: whatever it throws, reading goes on.
          surroundings.events().feedRead(feed.name(), false);
          log.warn("feed {}: {}", feed.name(), messageOf(e));
          backoff.afterFailure();
        }
      }
    } catch (InterruptedException _) {
      log.debug("feed {}: reading ends", feed.name());
    }
  }

  /** Reads page after page until one fails. */
  private void readOn(Backoff backoff)
      throws IOException, InterruptedException, ExecutionException {
    Optional<FeedCursor> cursor = ledger.cursor(feed.name());
    while (true) {
      long asked = surroundings.clock().nanos();
      // Until it has caught up it does not wait for more: losses are judged only after that.
      Duration patience = caughtUp.isDone() ? PATIENCE : Duration.ZERO;
      FeedPage page = read(new FeedRequest(prober, cursor, PAGE, patience));
      measureClock(cursor, page);
      noteTrouble(page);
      boolean news = !Optional.of(page.next()).equals(cursor);
      if (news || !page.isEmpty()) {
        ledger.record(feed.name(), page, clock()).get().forEach(this::reportUnknown);
      }
      surroundings.events().feedRead(feed.name(), true);
      backoff.reset();
      cursor = Optional.of(page.next());
      if (page.arrivals().size() < PAGE && !caughtUp.isDone()) {
        caughtUp.complete(null);
      } else if (!news) {
        Duration took = Duration.ofNanos(surroundings.clock().nanos() - asked);
        backoff.pause(PACE.minus(took));
      }
    }
  }

  /** Reads a page, and takes the times of it. */
  private FeedPage read(FeedRequest request) throws IOException, InterruptedException {
    Clock clock = surroundings.clock();
    long asked = clock.nanos();
    FeedPage page = feed.feed().read(request);
    Instant answered = clock.wall();
    long ended = clock.nanos();
    page.times()
        .map(times -> new Exchange(times, answered, Duration.ofNanos(ended - asked)))
        .ifPresent(exchange -> clocks.add(exchange, ended));
    return page;
  }

  /** Asks some more at the start, when each exchange is slow: arrivals are entered by this. */
  private void measureClock(Optional<FeedCursor> cursor, FeedPage page)
      throws IOException, InterruptedException {
    for (int extra = 0; extra < MORE && page.times().isPresent() && vague(); extra++) {
      read(new FeedRequest(prober, cursor, 1, Duration.ZERO));
    }
    clock().ifPresent(offset -> surroundings.events().clockMeasured(feed.name(), offset));
  }

  private boolean vague() {
    return clock().filter(known -> known.uncertainty().compareTo(VAGUE) < 0).isEmpty();
  }

  private Optional<ClockOffset> clock() {
    return clocks.best(surroundings.clock().nanos());
  }

  /** What was on its way while the receiver could not take it is not delayed by others alone. */
  private void noteTrouble(FeedPage page) throws InterruptedException, ExecutionException {
    if (page.troubled().isPresent() && !page.troubled().equals(troubled)) {
      Instant theirs = page.troubled().get();
      Instant until = clock().map(offset -> offset.toOurs(theirs)).orElse(theirs);
      Instant from = answered.filter(before -> before.isBefore(until)).orElse(until);
      int _ = ledger.receiverTroubled(from, until).get();
      troubled = page.troubled();
    }
    answered = Optional.of(surroundings.clock().wall());
  }

  /** A message without a stamp may be any prober's; one that names us and is not ours is odd. */
  private void reportUnknown(Arrival arrival) {
    if (arrival.prober().equals(Optional.of(prober))) {
      surroundings.events().unknownArrival(arrival.probe());
    }
  }

  private static String messageOf(Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof IOException ? String.valueOf(cause.getMessage()) : cause.toString();
  }
}
