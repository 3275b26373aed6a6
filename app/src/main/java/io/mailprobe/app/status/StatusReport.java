package io.mailprobe.app.status;

import java.time.Instant;
import java.util.List;

/**
 * How all routes of the process do.
 *
 * @param at the instant for which it holds
 * @param routes by region and name
 * @param canaries what canaries see, by region and name
 * @param feeds the feeds that tell of arrivals
 * @param unclassified the refusing replies that no rule knows, the most frequent first
 * @param storeTroubles what is wrong with our own stores, in sentences; none while nothing is
 */
public record StatusReport(
    Instant at,
    List<RouteStatus> routes,
    List<CanaryStatus> canaries,
    List<FeedHealth> feeds,
    List<UnclassifiedReply> unclassified,
    List<String> storeTroubles) {

  public StatusReport {
    routes = List.copyOf(routes);
    canaries = List.copyOf(canaries);
    feeds = List.copyOf(feeds);
    unclassified = List.copyOf(unclassified);
    storeTroubles = List.copyOf(storeTroubles);
  }
}
