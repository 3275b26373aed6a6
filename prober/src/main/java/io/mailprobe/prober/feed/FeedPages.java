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
import java.util.concurrent.ExecutionException;

/**
 * One receiver's feed, taken into the ledger page by page, on the caller's thread. The cursor moves
 * on only with the page that the ledger has on disk.
 */
public final class FeedPages {

  private static final int PAGE = 500;

  /** A clock that is known no better than this is worth a few more questions. */
  private static final Duration VAGUE = Duration.ofMillis(2);

  private static final int MORE = 5;

  private final NamedFeed feed;
  private final String prober;
  private final Ledger ledger;
  private final Surroundings surroundings;
  private final ClockFilter clocks = new ClockFilter();
  private Optional<FeedCursor> cursor = Optional.empty();

  /** When the receiver last answered, by our clock. */
  private Optional<Instant> answered = Optional.empty();

  /** When it last was in trouble, by its clock. */
  private Optional<Instant> troubled = Optional.empty();

  /**
   * What a page was.
   *
   * @param news whether it brought any, if only a later cursor
   * @param full whether there may be more
   */
  public record Got(boolean news, boolean full) {}

  /** Pages that are read only when asked for. */
  public FeedPages(NamedFeed feed, String prober, Ledger ledger, Surroundings surroundings) {
    this.feed = feed;
    this.prober = prober;
    this.ledger = ledger;
    this.surroundings = surroundings;
  }

  /**
   * Goes on from where the ledger is.
   *
   * @throws IOException if it cannot be read
   */
  public void resume() throws IOException {
    cursor = ledger.cursor(feed.name());
    if (answered.isEmpty()) {
      // Before this start nobody asked the receiver; it may have been down since the last one
      // ended.
      answered =
          ledger.accounts().stream()
              .map(RouteAccount::lastAttempt)
              .flatMap(Optional::stream)
              .max(Instant::compareTo);
    }
  }

  /**
   * Reads the next page and enters it.
   *
   * @param patience how long the receiver may wait for something to tell
   * @throws IOException if the feed cannot be read
   * @throws ExecutionException if the ledger cannot be written
   */
  public Got next(Duration patience) throws IOException, InterruptedException, ExecutionException {
    FeedPage page = read(new FeedRequest(prober, cursor, PAGE, patience));
    measureClock(page);
    noteTrouble(page);
    boolean news = !Optional.of(page.next()).equals(cursor);
    if (news || !page.isEmpty()) {
      ledger.record(feed.name(), page, clock()).get().forEach(this::reportUnknown);
    }
    surroundings.events().feedRead(feed.name(), true);
    cursor = Optional.of(page.next());
    return new Got(news, page.arrivals().size() >= PAGE);
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
  private void measureClock(FeedPage page) throws IOException, InterruptedException {
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
}
