package io.mailprobe.prober.account;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The books of all routes that the ledger has ever known, configured now or not: a route that was
 * taken out of the configuration and comes back finds its numbers. Not thread safe.
 */
final class Books {

  private final Map<String, RouteBook> byRoute = new HashMap<>();

  /** The store's connection that they follow, from its first on. */
  private long generation = 1;

  private boolean suspect;

  /** The books as the disk has them. */
  static Books load(Connection connection) throws SQLException {
    Books books = new Books();
    Sql.each(connection, "SELECT route, name, amount FROM totals", books::takeNumber);
    Sql.each(
        connection,
        """
        SELECT route, scheduled + stepped AS due, count(*) AS probes FROM probes
        WHERE state IN ('attempting', 'retrying', 'awaiting') GROUP BY route, scheduled + stepped
        """,
        books::takeTick);
    return books;
  }

  private void takeNumber(ResultSet row) throws SQLException {
    of(row.getString("route")).take(row.getString("name"), row.getLong("amount"));
  }

  private void takeTick(ResultSet row) throws SQLException {
    of(row.getString("route")).takeInFlight(row.getLong("due"), row.getInt("probes"));
  }

  RouteBook of(String route) {
    return byRoute.computeIfAbsent(route, _ -> new RouteBook());
  }

  /** Something was not written, or nobody knows: they are to be compared with the disk. */
  void suspect() {
    suspect = true;
  }

  /**
   * Whether the disk may hold what they do not: others may have written on another connection. Said
   * once: whoever is told so reads the disk, and lets them become what he found. This and {@link
   * #suspect} are for the store's thread alone.
   */
  boolean mayBeStale(long current) {
    boolean stale = suspect || generation != current;
    generation = current;
    suspect = false;
    return stale;
  }

  /** Takes on what others hold, which were just read. */
  void become(Books fresh) {
    byRoute.clear();
    byRoute.putAll(fresh.byRoute);
  }

  void apply(List<Change> changes) {
    changes.forEach(change -> of(change.route()).apply(change));
  }
}
