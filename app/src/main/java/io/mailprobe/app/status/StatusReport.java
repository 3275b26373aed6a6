package io.mailprobe.app.status;

import java.time.Instant;
import java.util.List;

/**
 * How all routes of the process do.
 *
 * @param at the instant for which it holds
 * @param routes by region and name
 * @param feeds the feeds that tell of arrivals
 */
public record StatusReport(Instant at, List<RouteStatus> routes, List<FeedHealth> feeds) {

  public StatusReport {
    routes = List.copyOf(routes);
    feeds = List.copyOf(feeds);
  }
}
