package io.mailprobe.receiver.journal;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.report.DeliveryReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came in for one prober.
 *
 * @param arrivals in the order of the journal, each with its header block while that is kept
 * @param reports in the order of the journal
 * @param next the sequence up to which the journal has been looked through
 * @param complete everything for this prober that arrived up to this instant has been read
 * @param restarted whether the sequence asked for is not of this journal, so that the excerpt
 *     begins with the oldest arrival
 */
public record Excerpt(
    List<Arrival> arrivals,
    List<DeliveryReport> reports,
    long next,
    Instant complete,
    boolean restarted) {

  private static final String FOR_PROBER = "(prober = ? OR prober IS NULL) AND sequence > ?";

  public Excerpt {
    arrivals = List.copyOf(arrivals);
    reports = List.copyOf(reports);
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return arrivals.isEmpty() && reports.isEmpty();
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
    Contents found = contents(connection, prober, from, limit);
    if (found.count() < limit) {
      long next = Math.max(newest, found.last);
      return new Excerpt(found.arrivals, found.reports, next, complete, restarted);
    }
    Instant known = beforeUnread(connection, prober, found.last, complete);
    return new Excerpt(found.arrivals, found.reports, found.last, known, restarted);
  }

  /** What is read, while it is read. */
  private static final class Contents {

    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<DeliveryReport> reports = new ArrayList<>();
    private long last;

    int count() {
      return arrivals.size() + reports.size();
    }
  }

  private static long newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(sequence), 0) FROM arrival")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Contents contents(Connection connection, String prober, long after, int limit)
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
      Contents found = new Contents();
      found.last = after;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.last = row.getLong("sequence");
          @Nullable String report = row.getString("report");
          if (report == null) {
            found.arrivals.add(Rows.read(row));
          } else {
            found.reports.add(ReportRows.read(report, found.last));
          }
        }
      }
      return found;
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
