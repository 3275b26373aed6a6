package io.mailprobe.receiver.journal;

import io.mailprobe.store.Store;
import io.mailprobe.store.StoreSize;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes away what a journal has kept long enough, in the transactions that write to it. Where room
 * is short, what is no probe goes first, then header blocks, then arrivals that every prober has
 * had a day to read. Younger arrivals stay whatever they take: probers are still to count them.
 */
final class Pruning {

  /** How many arrivals come between two cleanings. */
  private static final long EVERY = 500;

  /** The most that one cleaning takes away of a kind: more than comes in between. */
  private static final int MOST = 2_000;

  /** How many messages that are no probe come between two looks at the room. */
  private static final long EVERY_UNVERIFIED = 50;

  /** So much of the evidence is spared where room is wanted; then the oldest arrivals go. */
  private static final long SPARED = 500;

  /** In so many rounds of a fifth each all that may go is gone. */
  private static final int ROUNDS = 20;

  /** Longer than a probe is waited for, by default: it would be lost by now. */
  private static final Duration FOR_PROBERS = Duration.ofHours(26);

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
      makeRoom(connection, now);
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

  /**
   * Half of what is no probe, and the oldest evidence, a fifth at a time as far as the room that is
   * then left can be seen; where little is left of that, the oldest arrivals.
   */
  private void makeRoom(Connection connection, Instant now) throws SQLException {
    dropHalfOfUnverified(connection);
    for (int round = 0; round < ROUNDS; round++) {
      long oldest = number(connection, "SELECT coalesce(min(sequence), 0) FROM evidence");
      long newest = number(connection, "SELECT coalesce(max(sequence), 0) FROM evidence");
      if (newest - oldest <= SPARED) {
        deleteArrivals(connection, "arrived < ?", Rows.micros(now.minus(FOR_PROBERS)));
        return;
      }
      long bound = Math.min(newest - SPARED, oldest + (newest - oldest) / 5);
      update(connection, "DELETE FROM evidence WHERE sequence <= ?", bound);
      StoreSize left = store.size(connection);
      if (left.used() <= retention.bytes() || left.used() == left.allocated()) {
        return;
      }
    }
  }

  private static void dropHalfOfUnverified(Connection connection) throws SQLException {
    long oldest = number(connection, "SELECT coalesce(min(sequence), 0) FROM unverified");
    long newest = number(connection, "SELECT coalesce(max(sequence), 0) FROM unverified");
    update(
        connection,
        "DELETE FROM unverified WHERE sequence < ?",
        oldest + (newest - oldest + 1) / 2);
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
    if (sequence % EVERY_UNVERIFIED == 0 && isTooLarge(store.size(connection))) {
      dropHalfOfUnverified(connection);
    }
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
