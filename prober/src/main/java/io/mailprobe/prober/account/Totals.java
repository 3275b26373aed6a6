package io.mailprobe.prober.account;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of the routes on disk, written in the transactions of the entries that change them.
 */
final class Totals {

  private static final String ADD =
      """
      INSERT INTO totals (route, name, amount) VALUES (?, ?, ?)
      ON CONFLICT (route, name) DO UPDATE SET amount = totals.amount + excluded.amount
      """;

  private static final String MOVE_ON =
      """
      INSERT INTO totals (route, name, amount) VALUES (?, ?, ?)
      ON CONFLICT (route, name) DO UPDATE SET amount = excluded.amount
      WHERE excluded.amount > totals.amount
      """;

  private record Key(String route, String name) {}

  private Totals() {}

  /** The next number of a probe of a route, counted from 1. */
  static long nextSequence(Connection connection, String route) throws SQLException {
    return Sql.first(
            connection, ADD + " RETURNING amount", row -> row.getLong(1), route, Tally.SEQUENCE, 1)
        .orElseThrow();
  }

  static void add(Connection connection, String route, String name, long amount)
      throws SQLException {
    Sql.update(connection, ADD, route, name, amount);
  }

  static void add(Connection connection, List<Change> changes) throws SQLException {
    Map<Key, Tally> sums = new LinkedHashMap<>();
    for (Change change : changes) {
      for (Tally tally : Tally.of(change)) {
        sums.merge(new Key(change.route(), tally.name()), tally, Tally::and);
      }
    }
    for (Map.Entry<Key, Tally> sum : sums.entrySet()) {
      Tally tally = sum.getValue();
      Sql.update(
          connection,
          tally.newest() ? MOVE_ON : ADD,
          sum.getKey().route(),
          tally.name(),
          tally.amount());
    }
  }
}
