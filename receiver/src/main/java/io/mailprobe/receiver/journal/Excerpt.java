package io.mailprobe.receiver.journal;

import io.mailprobe.protocol.feed.Arrival;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrivals for one prober.
 *
 * @param arrivals in the order of the journal, each with its header block while that is kept
 * @param next the sequence up to which the journal has been looked through
 * @param complete everything for this prober that arrived up to this instant has been read
 * @param restarted whether the sequence asked for is not of this journal, so that the excerpt
 *     begins with the oldest arrival
 */
public record Excerpt(List<Arrival> arrivals, long next, Instant complete, boolean restarted) {

  private static final String FOR_PROBER = "(prober = ? OR prober IS NULL) AND sequence > ?";

  public Excerpt {
    arrivals = List.copyOf(arrivals);
  }

  /**
   * @param complete everything that arrived up to this instant is on disk
   */
  static Excerpt read(Connection connection, String prober, long after, int limit, Instant complete)
      throws SQLException {
    // Read before the arrivals: none of those that come in meanwhile may be passed over.
    long newest = newest(connection);
    boolean restarted = after > newest;
    long from = restarted ? 0 : after;
    List<Arrival> arrivals = arrivals(connection, prober, from, limit);
    if (arrivals.size() < limit) {
      long last = arrivals.isEmpty() ? from : arrivals.getLast().sequence();
      return new Excerpt(arrivals, Math.max(newest, last), complete, restarted);
    }
    long last = arrivals.getLast().sequence();
    Instant known = beforeUnread(connection, prober, last, complete);
    return new Excerpt(arrivals, last, known, restarted);
  }

  private static long newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(sequence), 0) FROM arrival")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<Arrival> arrivals(Connection connection, String prober, long after, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT arrival.*, (SELECT head FROM evidence"
                + " WHERE evidence.sequence = arrival.sequence) AS head FROM arrival WHERE "
                + FOR_PROBER
                + " ORDER BY sequence LIMIT ?")) {
      select.setString(1, prober);
      select.setLong(2, after);
      select.setInt(3, limit);
      List<Arrival> arrivals = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          arrivals.add(Rows.read(row));
        }
      }
      return arrivals;
    }
  }

  /** The journal is in the order of commits, which is not quite that of arrival. */
  private static Instant beforeUnread(
      Connection connection, String prober, long after, Instant complete) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT MIN(arrived) FROM arrival WHERE " + FOR_PROBER)) {
      select.setString(1, prober);
      select.setLong(2, after);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long oldest = row.getLong(1);
        if (row.wasNull()) {
          return complete;
        }
        Instant before = Rows.instant(oldest).minus(1, ChronoUnit.MICROS);
        return before.isBefore(complete) ? before : complete;
      }
    }
  }
}
