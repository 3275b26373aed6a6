package io.mailprobe.prober.feed;

import io.mailprobe.prober.Surroundings;
import io.mailprobe.prober.account.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one receiver's feed into the ledger for as long as it runs, on a virtual thread of its own.
 * After any failure or crash it reads on where it was; see {@link FeedPages}.
 */
public final class FeedReader {

  private static final Logger log = LoggerFactory.getLogger(FeedReader.class);

  /** An answer that does not come after that shows a feed that is cut: silence is an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The least time from page to page where a page brings nothing new. */
  private static final Duration PACE = Duration.ofMillis(250);

  private final NamedFeed feed;
  private final FeedPages pages;
  private final Surroundings surroundings;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;

  /** A reader that waits to be started. */
  public FeedReader(NamedFeed feed, String prober, Ledger ledger, Surroundings surroundings) {
    this.feed = feed;
    this.pages = new FeedPages(feed, prober, ledger, surroundings);
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
    pages.resume();
    while (true) {
      long asked = surroundings.clock().nanos();
      // Until it has caught up it does not wait for more: losses are judged only after that.
      FeedPages.Got got = pages.next(caughtUp.isDone() ? PATIENCE : Duration.ZERO);
      backoff.reset();
      if (!got.full() && !caughtUp.isDone()) {
        caughtUp.complete(null);
      } else if (!got.news()) {
        Duration took = Duration.ofNanos(surroundings.clock().nanos() - asked);
        backoff.pause(PACE.minus(took));
      }
    }
  }

  private static String messageOf(Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof IOException ? String.valueOf(cause.getMessage()) : cause.toString();
  }
}
