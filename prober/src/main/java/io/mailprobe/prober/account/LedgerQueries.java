package io.mailprobe.prober.account;

import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedFormatException;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is read of the ledger on disk. */
final class LedgerQueries {

  private static final Logger log = LoggerFactory.getLogger(LedgerQueries.class);

  private LedgerQueries() {}

  static List<ProbeRecord> probes(Connection connection, LedgerView.Filter filter)
      throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT * FROM probes WHERE 1 = 1");
    List<Object> arguments = new ArrayList<>();
    filter
        .route()
        .ifPresent(
            route -> {
              sql.append(" AND route = ?");
              arguments.add(route);
            });
    if (filter.troubledOnly()) {
      sql.append(" AND troubled = 1");
    }
    filter
        .since()
        .ifPresent(
            since -> {
              sql.append(" AND scheduled >= ?");
              arguments.add(Micros.of(since));
            });
    sql.append(" ORDER BY scheduled DESC, id DESC LIMIT ?");
    arguments.add(filter.limit());
    return Sql.list(connection, sql.toString(), LedgerQueries::probeRecord, arguments.toArray());
  }

  static Optional<ProbeHistory> probe(Connection connection, ProbeId id) throws SQLException {
    String probe = id.toString();
    Optional<ProbeRecord> line =
        Sql.first(
            connection, "SELECT * FROM probes WHERE id = ?", LedgerQueries::probeRecord, probe);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    List<ProbeHistory.Attempt> attempts =
        Sql.list(
            connection,
            "SELECT number, started, report FROM attempts WHERE probe = ? ORDER BY number",
            row ->
                new ProbeHistory.Attempt(
                    row.getInt("number"),
                    Micros.instant(row.getLong("started")),
                    Sql.text(row, "report").flatMap(ReportJson::parse)),
            probe);
    List<Arrived> arrivals =
        Sql.list(
                connection,
                """
                SELECT page, clock_ahead, clock_uncertainty FROM arrivals
                WHERE probe = ? ORDER BY coalesce(by_our_clock, arrived), journal, sequence
                """,
                LedgerQueries::arrivals,
                probe)
            .stream()
            .flatMap(List::stream)
            .toList();
    List<DeliveryReport> reports =
        Sql.list(
                connection,
                "SELECT line FROM reports WHERE probe = ? ORDER BY arrived, digest",
                row -> report(row.getString("line")),
                probe)
            .stream()
            .flatMap(Optional::stream)
            .toList();
    return Optional.of(new ProbeHistory(line.get(), attempts, arrivals, reports));
  }

  static List<PendingRetry> pendingRetries(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT id, route, scheduled + stepped AS due, next_attempt FROM probes
        WHERE state = 'retrying'
        ORDER BY next_attempt
        """,
        row ->
            new PendingRetry(
                id(row),
                row.getString("route"),
                Micros.instant(row.getLong("due")),
                Micros.instant(row.getLong("next_attempt"))));
  }

  static Optional<FeedCursor> cursor(Connection connection, String feed) throws SQLException {
    return Sql.first(
            connection,
            "SELECT cursor FROM cursors WHERE feed = ?",
            row -> row.getString("cursor"),
            feed)
        .flatMap(FeedCursor::parse);
  }

  static ProbeRecord probeRecord(ResultSet row) throws SQLException {
    ProbeState state = ProbeState.parse(row.getString("state"));
    Instant scheduled = Micros.instant(row.getLong("scheduled"));
    Instant due = Micros.instant(row.getLong("scheduled") + row.getLong("stepped"));
    Optional<Instant> arrived = Sql.instant(row, "arrived");
    return new ProbeRecord(
        id(row),
        row.getString("region"),
        row.getString("route"),
        scheduled,
        due,
        row.getInt("attempts"),
        Sql.text(row, "last_outcome").map(label -> Outcome.valueOf(label.toUpperCase(Locale.ROOT))),
        Sql.text(row, "last_phase").map(label -> Phase.valueOf(label.toUpperCase(Locale.ROOT))),
        Sql.text(row, "last_reply"),
        Sql.text(row, "last_front_end"),
        Sql.instant(row, "accepted"),
        Sql.instant(row, "next_attempt"),
        arrived,
        arrived.map(instant -> Duration.between(due, instant)),
        state.verdict(),
        row.getInt("receiver_caused") == 1
            && (arrived.isEmpty() || Micros.of(arrived.get()) > row.getLong("late_at")),
        Sql.text(row, "last_report").flatMap(Action::ofLabel),
        Sql.instant(row, "retry_until"));
  }

  static Optional<DeliveryReport> report(String line) {
    try {
      return Optional.of(FeedCodec.parseReport(line));
    } catch (FeedFormatException e) {
      log.warn("a delivery report in the ledger cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static List<Arrived> arrivals(ResultSet row) throws SQLException {
    Optional<ClockOffset> clock = clock(row);
    try {
      return FeedCodec.parse(row.getString("page")).arrivals().stream()
          .map(arrival -> new Arrived(arrival, clock))
          .toList();
    } catch (FeedFormatException e) {
      log.warn("an arrival in the ledger cannot be read: {}", e.getMessage());
      return List.of();
    }
  }

  private static Optional<ClockOffset> clock(ResultSet row) throws SQLException {
    long ahead = row.getLong("clock_ahead");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new ClockOffset(
                Micros.duration(ahead), Micros.duration(row.getLong("clock_uncertainty"))));
  }

  private static ProbeId id(ResultSet row) throws SQLException {
    String text = row.getString("id");
    return ProbeId.parse(text).orElseThrow(() -> new SQLException("not a probe id: " + text));
  }
}
