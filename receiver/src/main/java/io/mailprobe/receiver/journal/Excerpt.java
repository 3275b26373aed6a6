package io.mailprobe.receiver.journal;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.report.DeliveryReport;
import java.time.Instant;
import java.util.List;

/**
 * What came in for one prober.
 *
 * @param arrivals in the order of the journal, each with its header block while that is kept
 * @param reports in the order of the journal
 * @param next the place up to which the journal has been looked through
 * @param complete everything for this prober that arrived up to this instant has been read
 * @param restarted whether the place asked for is none of this journal, so that the excerpt begins
 *     with the oldest arrival
 */
public record Excerpt(
    List<Arrival> arrivals,
    List<DeliveryReport> reports,
    FeedCursor next,
    Instant complete,
    boolean restarted) {

  public Excerpt {
    arrivals = List.copyOf(arrivals);
    reports = List.copyOf(reports);
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return arrivals.isEmpty() && reports.isEmpty();
  }
}
