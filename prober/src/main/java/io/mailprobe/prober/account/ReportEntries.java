package io.mailprobe.prober.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.stamp.ProbeId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries of delivery reports. A failure ends a probe in flight as bounced. To any other it is
 * evidence: a verdict that was given stands, and what was delivered was. A delay leaves the probe
 * in flight.
 */
final class ReportEntries {

  private record Standing(String route, ProbeState state, long due) {}

  private ReportEntries() {}

  /** Enters the reports on probes of this ledger, each once however often it comes. */
  static List<Change> record(Connection connection, List<DeliveryReport> reports)
      throws SQLException {
    List<Change> changes = new ArrayList<>();
    for (DeliveryReport report : reports) {
      Optional<Standing> standing =
          Sql.first(
              connection,
              "SELECT route, state, scheduled + stepped AS due FROM probes WHERE id = ?",
              row ->
                  new Standing(
                      row.getString("route"),
                      ProbeState.parse(row.getString("state")),
                      row.getLong("due")),
              report.probe().toString());
      if (standing.isPresent() && insert(connection, report)) {
        changes.addAll(enter(connection, standing.get(), report));
      }
    }
    return changes;
  }

  private static boolean insert(Connection connection, DeliveryReport report) throws SQLException {
    return Sql.update(
            connection,
            "INSERT INTO reports (probe, digest, arrived, line) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (probe, digest) DO NOTHING",
            report.probe().toString(),
            digest(report.probe(), report.notice()),
            Micros.of(report.arrived()),
            FeedCodec.print(report))
        == 1;
  }

  /** The same for what says the same, wherever and whenever it came in. */
  private static String digest(ProbeId probe, Notice notice) {
    String said =
        FeedCodec.print(
            new DeliveryReport(
                1, probe, DeliveryReport.Place.BODY, Optional.empty(), Instant.EPOCH, "", notice));
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(said.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has it", e);
    }
  }

  private static List<Change> enter(Connection connection, Standing standing, DeliveryReport report)
      throws SQLException {
    Notice notice = report.notice();
    Action action = notice.action();
    long arrived = Micros.of(report.arrived());
    @Nullable Long retryUntil = notice.retryUntil().map(Micros::of).orElse(null);
    boolean trouble = action == Action.DELAYED || action.isFinalFailure();
    Sql.update(
        connection,
        """
        UPDATE probes SET last_report = ?, last_reported = ?
        WHERE id = ? AND (last_reported IS NULL OR last_reported <= ?)
        """,
        action.label(),
        arrived,
        report.probe().toString(),
        arrived);
    Sql.update(
        connection,
        """
        UPDATE probes SET troubled = CASE WHEN ? = 1 THEN 1 ELSE troubled END,
          retry_until = CASE WHEN retry_until > ? THEN retry_until ELSE coalesce(?, retry_until) END
        WHERE id = ?
        """,
        trouble ? 1 : 0,
        retryUntil,
        retryUntil,
        report.probe().toString());
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Reported(standing.route(), report));
    if (action.isFinalFailure() && standing.state().isInFlight()) {
      Sql.update(
          connection,
          "UPDATE probes SET state = 'bounced', next_attempt = NULL WHERE id = ?",
          report.probe().toString());
      changes.add(
          new Change.Judged(standing.route(), report.probe(), standing.due(), Verdict.BOUNCED));
    }
    return changes;
  }
}
