package io.mailprobe.receiver.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * How much the journal keeps. Probers read within minutes and may be down for days; evidence is for
 * people, who look at the newest.
 */
final class Retention {

  static final Duration ARRIVALS = Duration.ofDays(14);
  static final long EVIDENCE = 20_000;
  static final long UNVERIFIED = 1_000;

  /** How many arrivals come between two cleanings. */
  private static final long EVERY = 500;

  private Retention() {}

  /** Takes away what is too old, now and then. */
  static void afterArrival(Connection connection, long sequence, Instant now) throws SQLException {
    if (sequence % EVERY == 0) {
      delete(connection, "DELETE FROM evidence WHERE sequence <= ?", sequence - EVIDENCE);
      delete(connection, "DELETE FROM arrival WHERE arrived < ?", Rows.micros(now.minus(ARRIVALS)));
    }
  }

  /** Takes away the oldest, where there is one too many. */
  static void afterUnverified(Connection connection, long sequence) throws SQLException {
    delete(connection, "DELETE FROM unverified WHERE sequence <= ?", sequence - UNVERIFIED);
  }

  private static void delete(Connection connection, String sql, long bound) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setLong(1, bound);
      delete.executeUpdate();
    }
  }
}
