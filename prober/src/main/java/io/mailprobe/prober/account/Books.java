package io.mailprobe.prober.account;

import io.mailprobe.protocol.report.Action;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The books of all routes that the ledger has ever known, configured now or not: a route that was
 * taken out of the configuration and comes back finds its numbers. Not thread safe.
 */
final class Books {

  private final Map<String, RouteBook> byRoute = new HashMap<>();

  /** The books as the disk has them. */
  static Books load(Connection connection) throws SQLException {
    Books books = new Books();
    Sql.each(
        connection,
        """
        SELECT route, state, ages, count(*) AS probes, sum(recovered) AS recovered,
          sum(duplicates_by_retry) AS by_retry, sum(duplicates_by_provider) AS by_provider,
          sum(CASE WHEN state = 'delivered' AND arrived > scheduled THEN arrived - scheduled
            ELSE 0 END) AS latencies,
          sum(CASE WHEN state = 'delivered' AND arrived < scheduled THEN 1 ELSE 0 END) AS negative,
          max(arrived) AS last_arrival, max(last_attempt) AS last_attempt
        FROM probes GROUP BY route, state, ages
        """,
        books::takeSum);
    Sql.each(
        connection,
        """
        SELECT route, scheduled, count(*) AS probes FROM probes
        WHERE state IN ('attempting', 'retrying', 'awaiting') GROUP BY route, scheduled
        """,
        books::takeTick);
    Sql.each(connection, "SELECT route, action, reports FROM report_counts", books::takeReports);
    return books;
  }

  private void takeSum(ResultSet row) throws SQLException {
    of(row.getString("route"))
        .take(
            new RouteBook.Sum(
                ProbeState.parse(row.getString("state")),
                row.getInt("ages"),
                row.getLong("probes"),
                row.getLong("recovered"),
                row.getLong("by_retry"),
                row.getLong("by_provider"),
                row.getLong("latencies"),
                row.getLong("negative"),
                Sql.instant(row, "last_arrival").map(Micros::of).orElse(Long.MIN_VALUE),
                row.getLong("last_attempt")));
  }

  private void takeTick(ResultSet row) throws SQLException {
    of(row.getString("route")).takeInFlight(row.getLong("scheduled"), row.getInt("probes"));
  }

  private void takeReports(ResultSet row) throws SQLException {
    Optional<Action> action = Action.ofLabel(row.getString("action"));
    if (action.isPresent()) {
      of(row.getString("route")).takeReports(action.get(), row.getLong("reports"));
    }
  }

  RouteBook of(String route) {
    return byRoute.computeIfAbsent(route, _ -> new RouteBook());
  }

  void apply(List<Change> changes) {
    changes.forEach(change -> of(change.route()).apply(change));
  }
}
