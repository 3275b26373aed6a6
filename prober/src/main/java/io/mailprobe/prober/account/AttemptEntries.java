package io.mailprobe.prober.account;

import io.mailprobe.prober.Route;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of our own side: a probe is opened, tried, tried again, and given up. */
final class AttemptEntries {

  private AttemptEntries() {}

  /** Opens a probe and begins its first attempt, in one. */
  static Entry<BegunAttempt> open(
      Connection connection, Route route, ProbeId probe, Instant scheduled, Instant now)
      throws SQLException {
    long tick = Micros.of(scheduled);
    long started = Micros.of(now);
    long sequence = Totals.nextSequence(connection, route.name());
    Sql.update(
        connection,
        """
        INSERT INTO probes (id, route, region, sequence, scheduled, late_at, lost_at, state,
          attempts, first_attempt, last_attempt, ages, next_age)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'attempting', 1, ?, ?, 0, ?)
        """,
        probe.toString(),
        route.name(),
        route.region(),
        sequence,
        tick,
        tick + Micros.of(route.deadline()),
        tick + Micros.of(route.lossDeadline()),
        started,
        started,
        Ages.next(tick, 0));
    insertAttempt(connection, probe, 1, started);
    Instant start = Micros.instant(started);
    Instant due = Micros.instant(tick);
    return new Entry<>(
        new BegunAttempt(probe, sequence, due, due, start, start, 1),
        List.of(new Change.Opened(route.name(), probe, tick, started)));
  }

  /** Begins another attempt; empty where the probe no longer waits for one. */
  static Entry<Optional<BegunAttempt>> begin(Connection connection, ProbeId probe, Instant now)
      throws SQLException {
    long started = Micros.of(now);
    record Begun(String route, BegunAttempt attempt) {}
    Optional<Begun> begun =
        Sql.first(
            connection,
            """
            UPDATE probes SET state = 'attempting', attempts = attempts + 1, last_attempt = ?,
              next_attempt = NULL
            WHERE id = ? AND state = 'retrying'
            RETURNING route, sequence, scheduled, scheduled + stepped AS due, first_attempt, attempts
            """,
            row ->
                new Begun(
                    row.getString("route"),
                    new BegunAttempt(
                        probe,
                        row.getLong("sequence"),
                        Micros.instant(row.getLong("scheduled")),
                        Micros.instant(row.getLong("due")),
                        Micros.instant(row.getLong("first_attempt")),
                        Micros.instant(started),
                        row.getInt("attempts"))),
            started,
            probe.toString());
    if (begun.isEmpty()) {
      return new Entry<>(Optional.empty(), List.of());
    }
    insertAttempt(connection, probe, begun.get().attempt().number(), started);
    return new Entry<>(
        Optional.of(begun.get().attempt()),
        List.of(new Change.Began(begun.get().route(), probe, started)));
  }

  private static void insertAttempt(Connection connection, ProbeId probe, int number, long started)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO attempts (probe, number, started) VALUES (?, ?, ?)",
        probe.toString(),
        number,
        started);
  }

  /**
   * Ends an attempt with its report. The probe goes to the next state only if it is still in this
   * attempt: it may have arrived before the reply to its final dot was read.
   *
   * @param next where the probe goes from here
   * @param again when it is to be tried again; null unless it is
   * @return where the probe stands now
   */
  static Entry<ProbeState> finish(
      Connection connection,
      BegunAttempt attempt,
      SessionReport report,
      ProbeState next,
      @Nullable Instant again)
      throws SQLException {
    String probe = attempt.probe().toString();
    Sql.update(
        connection,
        "UPDATE attempts SET outcome = ?, report = ? WHERE probe = ? AND number = ?",
        report.outcome().label(),
        ReportJson.print(report),
        probe,
        attempt.number());
    EvidenceBounds.afterAttempt(connection, attempt.probe(), attempt.number());
    Sql.update(
        connection,
        """
        UPDATE probes SET last_outcome = ?, last_phase = ?, last_reply = ?, last_front_end = ?,
          accepted = coalesce(accepted, ?), troubled = CASE WHEN ? = 1 THEN 1 ELSE troubled END
        WHERE id = ?
        """,
        report.outcome().label(),
        report.phase().label(),
        report.reply().map(Object::toString).orElse(null),
        report.frontEnd().map(AttemptEntries::nameOf).orElse(null),
        report.accepted().map(Micros::of).orElse(null),
        report.outcome() == Outcome.ACCEPTED ? 0 : 1,
        probe);
    int moved =
        Sql.update(
            connection,
            """
            UPDATE probes SET state = ?, next_attempt = ?, troubled = CASE WHEN ? = 1 THEN 1 ELSE troubled END
            WHERE id = ? AND state = 'attempting' AND attempts = ?
            """,
            next.label(),
            again == null ? null : Micros.of(again),
            next.isInFlight() ? 0 : 1,
            probe,
            attempt.number());
    record Standing(String route, ProbeState state, long due) {}
    Standing standing =
        Sql.first(
                connection,
                "SELECT route, state, scheduled + stepped AS due FROM probes WHERE id = ?",
                row ->
                    new Standing(
                        row.getString("route"),
                        ProbeState.parse(row.getString("state")),
                        row.getLong("due")),
                probe)
            .orElseThrow();
    Change change =
        moved == 1 && next.verdict().isPresent()
            ? new Change.Judged(
                standing.route(), attempt.probe(), standing.due(), next.verdict().get())
            : new Change.Noted(standing.route(), attempt.probe());
    return new Entry<>(standing.state(), List.of(change));
  }

  /** Gives up a probe that waits for an attempt. */
  static Entry<Boolean> abandon(Connection connection, ProbeId probe) throws SQLException {
    List<Change> changes =
        Sql.list(
            connection,
            """
            UPDATE probes SET state = 'abandoned', next_attempt = NULL, troubled = 1
            WHERE id = ? AND state = 'retrying' RETURNING route, scheduled + stepped AS due
            """,
            row ->
                new Change.Judged(
                    row.getString("route"), probe, row.getLong("due"), Verdict.ABANDONED),
            probe.toString());
    return new Entry<>(!changes.isEmpty(), changes);
  }

  private static String nameOf(FrontEnd frontEnd) {
    return frontEnd.name().orElseGet(frontEnd::endpoint);
  }
}
