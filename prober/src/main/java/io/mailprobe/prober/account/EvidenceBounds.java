package io.mailprobe.prober.account;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.session.TranscriptLine.Speaker;
import io.mailprobe.protocol.stamp.ProbeId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much evidence one probe may have. What is in flight is never taken away, and in a day of
 * outage each probe is tried a hundred times: so of very many attempts those in the middle keep
 * their phases and reply, and not their dialogue.
 */
final class EvidenceBounds {

  /** So many attempts keep their dialogue at the beginning, and as many at the end. */
  static final int DIALOGUES = 10;

  /** So many arrivals keep their header block; what loops may arrive for ever. */
  static final int HEADERS = 10;

  private static final List<TranscriptLine> NOT_KEPT =
      List.of(
          new TranscriptLine(
              Duration.ZERO,
              Speaker.NOTE,
              "not kept: of many attempts only the first and last %d keep their dialogue"
                  .formatted(DIALOGUES)));

  private EvidenceBounds() {}

  /** An attempt has ended: takes the dialogue of the one that has thereby come into the middle. */
  static void afterAttempt(Connection connection, ProbeId probe, int ended) throws SQLException {
    int middle = ended - DIALOGUES;
    if (middle <= DIALOGUES) {
      return;
    }
    Optional<SessionReport> report =
        Sql.first(
                connection,
                "SELECT report FROM attempts WHERE probe = ? AND number = ? AND report IS NOT NULL",
                row -> row.getString("report"),
                probe.toString(),
                middle)
            .flatMap(ReportJson::parse);
    if (report.isPresent()) {
      Sql.update(
          connection,
          "UPDATE attempts SET report = ? WHERE probe = ? AND number = ?",
          ReportJson.print(withoutDialogue(report.get())),
          probe.toString(),
          middle);
    }
  }

  private static SessionReport withoutDialogue(SessionReport report) {
    return new SessionReport(
        report.target(),
        report.started(),
        report.duration(),
        report.outcome(),
        report.phase(),
        report.reply(),
        report.accepted(),
        report.detail(),
        report.ownFault(),
        report.frontEnd(),
        report.tls(),
        report.phases(),
        NOT_KEPT);
  }

  /** The arrival as it is kept: of a probe that has arrived too often, without its header block. */
  static Arrival keep(Connection connection, Arrival arrival) throws SQLException {
    int before =
        Sql.first(
                connection,
                "SELECT count(*) FROM arrivals WHERE probe = ?",
                row -> row.getInt(1),
                arrival.probe().toString())
            .orElse(0);
    return before < HEADERS ? arrival : arrival.withHead("");
  }
}
