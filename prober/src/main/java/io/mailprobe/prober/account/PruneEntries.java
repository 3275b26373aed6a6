package io.mailprobe.prober.account;

import io.mailprobe.store.StoreSize;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The entries that take away what has been kept long enough: probes that have their verdict and
 * have reached all ages, with all that is known of them. No number changes by it.
 */
final class PruneEntries {

  /** Delivered in time. */
  private static final String SUCCESSES =
      """
      troubled = 0 AND next_age IS NULL AND state NOT IN ('attempting', 'retrying', 'awaiting')
      """;

  private static final String FAILURES =
      """
      troubled = 1 AND next_age IS NULL AND state NOT IN ('attempting', 'retrying', 'awaiting')
      """;

  /** As long as successes reach back this far, failures are spared where room is wanted. */
  private static final long SPARED = Micros.of(Duration.ofHours(1));

  /** Taken away beyond what is too much, so that it is not too much again the next minute. */
  private static final double MARGIN = 0.05;

  /** Up to which tick probes are taken away. */
  record Bounds(long successes, long failures) {}

  private PruneEntries() {}

  /** What has become too old by now. */
  static Bounds tooOld(Retention retention, long now) {
    return new Bounds(
        now - Micros.of(retention.successes()), now - Micros.of(retention.failures()));
  }

  /** What has become too old, and the oldest beyond it where the store is too large. */
  static Bounds tooMuch(Connection connection, Bounds old, StoreSize size, long limit, long now)
      throws SQLException {
    double share = Math.min(1, (double) (size.used() - limit) / size.used() + MARGIN);
    long success = share(connection, SUCCESSES, old.successes(), share, now);
    boolean enough = now - oldest(connection, SUCCESSES).orElse(now) > SPARED;
    return new Bounds(
        success, enough ? old.failures() : share(connection, FAILURES, old.failures(), share, now));
  }

  /** The instant up to which a share of the time is that since the oldest. */
  private static long share(Connection connection, String which, long old, double share, long now)
      throws SQLException {
    return oldest(connection, which)
        .map(oldest -> Math.max(old, oldest + (long) ((now - oldest) * share)))
        .orElse(old);
  }

  private static Optional<Long> oldest(Connection connection, String which) throws SQLException {
    return Sql.first(
        connection,
        "SELECT scheduled FROM probes WHERE " + which + " ORDER BY scheduled, id LIMIT 1",
        row -> row.getLong(1));
  }

  /**
   * Takes away the oldest.
   *
   * @param limit the most probes to take away, so that other entries need not wait for long
   * @return how many it were
   */
  static int prune(Connection connection, Bounds bounds, int limit) throws SQLException {
    int successes = delete(connection, SUCCESSES, bounds.successes(), limit);
    return successes + delete(connection, FAILURES, bounds.failures(), limit - successes);
  }

  private static int delete(Connection connection, String which, long before, int limit)
      throws SQLException {
    String ids =
        "(SELECT id FROM probes WHERE "
            + which
            + " AND scheduled < ? ORDER BY scheduled, id LIMIT ?)";
    for (String table : LedgerSchema.EVIDENCE) {
      Sql.update(connection, "DELETE FROM " + table + " WHERE probe IN " + ids, before, limit);
    }
    return Sql.update(connection, "DELETE FROM probes WHERE id IN " + ids, before, limit);
  }
}
