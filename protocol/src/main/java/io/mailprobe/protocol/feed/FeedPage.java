package io.mailprobe.protocol.feed;

import io.mailprobe.protocol.report.DeliveryReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A receiver's answer: what came in, in the order of its journal.
 *
 * @param next the cursor for the next request; its journal differs from the request's where that
 *     journal is no more, and the page then begins with the oldest arrival of the new one
 * @param complete everything that arrived up to this instant, by the receiver's clock, is in this
 *     page or an earlier one; before the last arrival of the page where there is more to read. A
 *     receiver speaks for itself: where several share a journal, what another of them took before
 *     that instant may still be on its way to the disk, and comes in a later page
 * @param arrivals what came in, oldest first
 * @param reports the delivery reports that came in among them, oldest first
 * @param times when the receiver took the question and gave this answer; empty where it does not
 *     say
 * @param troubled when the receiver last could not take mail, by its own clock: it had just started
 *     then, or put mail off itself; empty where it does not say
 */
public record FeedPage(
    FeedCursor next,
    Instant complete,
    List<Arrival> arrivals,
    List<DeliveryReport> reports,
    Optional<FeedTimes> times,
    Optional<Instant> troubled) {

  public FeedPage {
    arrivals = List.copyOf(arrivals);
    reports = List.copyOf(reports);
  }

  /** A page that does not say when it was asked for. */
  public FeedPage(
      FeedCursor next, Instant complete, List<Arrival> arrivals, List<DeliveryReport> reports) {
    this(next, complete, arrivals, reports, Optional.empty(), Optional.empty());
  }

  /** A page that does not say when the receiver was in trouble. */
  public FeedPage(
      FeedCursor next,
      Instant complete,
      List<Arrival> arrivals,
      List<DeliveryReport> reports,
      Optional<FeedTimes> times) {
    this(next, complete, arrivals, reports, times, Optional.empty());
  }

  /** A page without reports that does not say when it was asked for. */
  public FeedPage(FeedCursor next, Instant complete, List<Arrival> arrivals) {
    this(next, complete, arrivals, List.of());
  }

  /** Whether nothing came in. */
  public boolean isEmpty() {
    return arrivals.isEmpty() && reports.isEmpty();
  }
}
