package io.mailprobe.prober.account;

import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.SessionReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the probes of a time page by page, each page from where the last one ended, so that a month
 * takes no more memory than a minute.
 */
final class PastQueries {

  private static final int PAGE = 500;

  /** Before every id. */
  private static final String FIRST_ID = "";

  /** The last row of a page: the next page begins after it. */
  private record Place(long scheduled, String id) {}

  /** A probe without what other tables hold of it. */
  private record Line(
      Place place,
      ProbeRecord record,
      Instant lateAt,
      Instant lostAt,
      boolean recovered,
      int duplicatesByRetry,
      int duplicatesByProvider,
      Optional<Instant> lastReported) {

    static Line of(ResultSet row) throws SQLException {
      return new Line(
          new Place(row.getLong("scheduled"), row.getString("id")),
          LedgerQueries.probeRecord(row),
          Micros.instant(row.getLong("late_at")),
          Micros.instant(row.getLong("lost_at")),
          row.getInt("recovered") == 1,
          row.getInt("duplicates_by_retry"),
          row.getInt("duplicates_by_provider"),
          Sql.instant(row, "last_reported"));
    }

    PastProbe with(List<ProbeHistory.Attempt> attempts, List<DeliveryReport> reports) {
      return new PastProbe(
          record,
          lateAt,
          lostAt,
          recovered,
          duplicatesByRetry,
          duplicatesByProvider,
          lastReported,
          attempts,
          reports);
    }
  }

  private PastQueries() {}

  /** A page of probes, after the given place. */
  private static List<Line> lines(Connection connection, LedgerReader.Past past, Place after)
      throws SQLException {
    long from = Micros.of(past.from());
    return Sql.list(
        connection,
        """
        SELECT * FROM probes
        WHERE (scheduled, id) > (?, ?) AND scheduled < ?
          AND (scheduled >= ? OR (lost_at >= ? AND (arrived IS NULL OR arrived >= ?)))
        ORDER BY scheduled, id LIMIT %d
        """
            .formatted(PAGE),
        Line::of,
        after.scheduled(),
        after.id(),
        Micros.of(past.to()),
        from,
        from,
        from);
  }

  /** Hands over the probes of a time, in the order of their ticks. */
  static void each(Connection connection, LedgerReader.Past past, LedgerReader.Taker taker)
      throws SQLException {
    Place place = new Place(Micros.of(past.from().minus(past.longestFlight())), FIRST_ID);
    List<Line> page;
    do {
      page = lines(connection, past, place);
      if (page.isEmpty()) {
        return;
      }
      Map<String, List<ProbeHistory.Attempt>> attempts = attempts(connection, page);
      Map<String, List<DeliveryReport>> reports = reports(connection, page);
      for (Line line : page) {
        String id = line.place().id();
        taker.take(
            line.with(attempts.getOrDefault(id, List.of()), reports.getOrDefault(id, List.of())));
      }
      place = page.getLast().place();
    } while (page.size() == PAGE);
  }

  private static Map<String, List<ProbeHistory.Attempt>> attempts(
      Connection connection, List<Line> page) throws SQLException {
    Map<String, List<ProbeHistory.Attempt>> found = new HashMap<>();
    Sql.each(
        connection,
        "SELECT probe, number, started, report FROM attempts WHERE probe IN "
            + among(page)
            + " ORDER BY probe, number",
        row -> {
          Optional<SessionReport> report = Sql.text(row, "report").flatMap(ReportJson::glance);
          found
              .computeIfAbsent(row.getString("probe"), _ -> new ArrayList<>())
              .add(
                  new ProbeHistory.Attempt(
                      row.getInt("number"), Micros.instant(row.getLong("started")), report));
        },
        ids(page));
    return found;
  }

  private static Map<String, List<DeliveryReport>> reports(Connection connection, List<Line> page)
      throws SQLException {
    Map<String, List<DeliveryReport>> found = new HashMap<>();
    Sql.each(
        connection,
        "SELECT probe, line FROM reports WHERE probe IN "
            + among(page)
            + " ORDER BY probe, arrived, digest",
        row ->
            LedgerQueries.report(row.getString("line"))
                .ifPresent(
                    report ->
                        found
                            .computeIfAbsent(report.probe().toString(), _ -> new ArrayList<>())
                            .add(report)),
        ids(page));
    return found;
  }

  private static String among(List<Line> page) {
    return "(" + String.join(", ", Collections.nCopies(page.size(), "?")) + ")";
  }

  private static Object[] ids(List<Line> page) {
    return page.stream().map(line -> line.place().id()).toArray();
  }
}
