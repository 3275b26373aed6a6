package io.mailprobe.receiver.journal;

import io.mailprobe.store.Store;
import io.mailprobe.store.StoreSize;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Takes away what a journal has kept long enough, in the transactions that write to it. */
final class Pruning {

  /** How many arrivals come between two cleanings. */
  private static final long EVERY = 500;

  /** The most that one cleaning takes away of a kind: more than comes in between. */
  private static final int MOST = 2_000;

  /** So much of the evidence is spared where room is wanted; then the oldest arrivals go. */
  private static final long SPARED = 500;

  private final Store store;
  private final Retention retention;

  /** The size at which evidence was last taken away to make room. Of the store's thread alone. */
  private long madeRoomAt;

  Pruning(Store store, Retention retention) {
    this.store = store;
    this.retention = retention;
  }

  /** Now and then: what is too old, and what is too much. */
  void afterArrival(Connection connection, long sequence, Instant now) throws SQLException {
    if (sequence % EVERY != 0) {
      return;
    }
    update(connection, "DELETE FROM evidence WHERE sequence <= ?", sequence - Retention.EVIDENCE);
    deleteArrivals(connection, "arrived < ?", Rows.micros(now.minus(retention.arrivals())));
    if (isTooLarge(store.size(connection))) {
      makeRoom(connection);
    }
  }

  /** One that does not tell what part of its room is in use has to grow further first. */
  private boolean isTooLarge(StoreSize size) {
    boolean tells = size.used() < size.allocated();
    boolean tooLarge = size.used() > retention.bytes() && (tells || size.used() > madeRoomAt);
    if (tooLarge) {
      madeRoomAt = size.used();
    }
    return tooLarge;
  }

  /** The oldest fifth of the evidence; where little is left of it, the oldest arrivals. */
  private static void makeRoom(Connection connection) throws SQLException {
    long oldest = number(connection, "SELECT coalesce(min(sequence), 0) FROM evidence");
    long newest = number(connection, "SELECT coalesce(max(sequence), 0) FROM evidence");
    if (newest - oldest > SPARED) {
      update(
          connection, "DELETE FROM evidence WHERE sequence <= ?", oldest + (newest - oldest) / 5);
    } else {
      deleteArrivals(connection, "sequence < ?", newest);
    }
  }

  /** Only the oldest are looked at: the journal is almost in the order of time. */
  private static void deleteArrivals(Connection connection, String which, long bound)
      throws SQLException {
    update(
        connection,
        "DELETE FROM arrival WHERE sequence IN (SELECT sequence FROM arrival ORDER BY sequence LIMIT "
            + MOST
            + ") AND "
            + which,
        bound);
  }

  /** Takes away the oldest, where there is one too many. */
  void afterUnverified(Connection connection, long sequence) throws SQLException {
    update(
        connection, "DELETE FROM unverified WHERE sequence <= ?", sequence - Retention.UNVERIFIED);
  }

  private static void update(Connection connection, String sql, long bound) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setLong(1, bound);
      delete.executeUpdate();
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
