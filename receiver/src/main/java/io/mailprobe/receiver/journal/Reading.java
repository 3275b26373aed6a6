package io.mailprobe.receiver.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
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
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Reads a journal for one prober. */
final class Reading {

  private static final String FOR_PROBER = "(prober = ? OR prober IS NULL) AND sequence > ?";

  private final Connection connection;
  private final String journal;
  private final String prober;

  Reading(Connection connection, String journal, String prober) {
    this.connection = connection;
    this.journal = journal;
    this.prober = prober;
  }

  /**
   * @param complete everything that arrived up to this instant is on disk
   */
  Excerpt excerpt(Optional<FeedCursor> after, int limit, Instant complete) throws SQLException {
    // Read before the arrivals: none of those that come in meanwhile may be passed over.
    long newest = newest();
    boolean restarted = after.isPresent() && !isHere(after.get(), newest);
    long from = restarted ? 0 : after.map(FeedCursor::sequence).orElse(0L);
    Contents found = contents(from, limit);
    boolean whole = found.count() < limit;
    long next = whole ? Math.max(newest, found.last) : found.last;
    return new Excerpt(
        found.arrivals,
        found.reports,
        new FeedCursor(journal, next, mark(next).orElse("")),
        whole ? complete : beforeUnread(found.last, complete),
        restarted);
  }

  /** Whether the cursor is a place in this journal as it is now. */
  private boolean isHere(FeedCursor cursor, long newest) throws SQLException {
    return cursor.journal().equals(journal)
        && cursor.sequence() <= newest
        && (cursor.mark().isEmpty()
            || mark(cursor.sequence()).orElse(cursor.mark()).equals(cursor.mark()));
  }

  /** Tells what is at that place from anything else that might be; empty where nothing is. */
  private Optional<String> mark(long sequence) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT probe, arrived FROM arrival WHERE sequence = ?")) {
      select.setLong(1, sequence);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        CRC32 sum = new CRC32();
        sum.update((row.getString("probe") + row.getLong("arrived")).getBytes(US_ASCII));
        return Optional.of(Long.toString(sum.getValue(), Character.MAX_RADIX));
      }
    }
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

  private long newest() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(sequence), 0) FROM arrival")) {
      row.next();
      return row.getLong(1);
    }
  }

  private Contents contents(long after, int limit) throws SQLException {
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
  private Instant beforeUnread(long after, Instant complete) throws SQLException {
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
