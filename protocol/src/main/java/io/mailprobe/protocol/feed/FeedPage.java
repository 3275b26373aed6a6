package io.mailprobe.protocol.feed;

import java.time.Instant;
import java.util.List;

/**
 * A receiver's answer: arrivals in the order of its journal.
 *
 * @param next the cursor for the next request; its journal differs from the request's where that
 *     journal is no more, and the page then begins with the oldest arrival of the new one
 * @param complete everything that arrived up to this instant, by the receiver's clock, is in this
 *     page or an earlier one; before the last arrival of the page where there is more to read
 * @param arrivals what came in, oldest first
 */
public record FeedPage(FeedCursor next, Instant complete, List<Arrival> arrivals) {

  public FeedPage {
    arrivals = List.copyOf(arrivals);
  }
}
