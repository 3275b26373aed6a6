package io.mailprobe.protocol.feed;

import java.time.Duration;
import java.util.Optional;

/**
 * A prober's question for what has come in.
 *
 * @param prober who asks; only its own arrivals and those without a stamp are answered
 * @param after the cursor of the page read before; empty to begin with the oldest arrival kept
 * @param limit the most arrivals to answer with, 1 to {@value #MAX_LIMIT}
 * @param patience how long to wait for the first arrival where there is none yet, up to a minute
 */
public record FeedRequest(String prober, Optional<FeedCursor> after, int limit, Duration patience) {

  /** The most arrivals in one page. */
  public static final int MAX_LIMIT = 1_000;

  /** The longest wait for an answer. */
  public static final Duration MAX_WAIT = Duration.ofMinutes(1);

  public FeedRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ": " + limit);
    }
    if (patience.isNegative() || patience.compareTo(MAX_WAIT) > 0) {
      throw new IllegalArgumentException("patience is 0 to " + MAX_WAIT + ": " + patience);
    }
  }
}
