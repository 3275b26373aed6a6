package io.mailprobe.prober.account;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.stamp.ProbeId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of the other side: what receivers say has arrived. */
final class ArrivalEntries {

  /** What is on disk of the probe that an arrival is of. */
  private record Standing(
      String route, ProbeState state, long due, long lateAt, int ages, boolean hasArrived) {

    static Standing of(ResultSet row) throws SQLException {
      return new Standing(
          row.getString("route"),
          ProbeState.parse(row.getString("state")),
          row.getLong("due"),
          row.getLong("late_at"),
          row.getInt("ages"),
          Sql.instant(row, "arrived").isPresent());
    }
  }

  private ArrivalEntries() {}

  /**
   * Enters a page and the cursor after it, in one. An arrival that is in the ledger already, by its
   * journal, its place there, its probe and its instant, is passed over, and so is a report that
   * says the same again.
   *
   * @param clock how far the clock of the page's instants is from ours, where that was measured
   * @return the arrivals of probes that are not in this ledger
   */
  static Entry<List<Arrival>> record(
      Connection connection, String feed, FeedPage page, Optional<ClockOffset> clock)
      throws SQLException {
    List<Change> changes = new ArrayList<>();
    List<Arrival> unknown = new ArrayList<>();
    for (Arrival arrival : page.arrivals()) {
      Arrived arrived = new Arrived(arrival, clock);
      Optional<Standing> standing =
          Sql.first(
              connection,
              """
              SELECT route, state, scheduled + stepped AS due, late_at, ages, arrived
              FROM probes WHERE id = ?
              """,
              Standing::of,
              arrival.probe().toString());
      if (standing.isEmpty()) {
        unknown.add(arrival);
      } else if (insert(connection, page, arrived, standing.get())) {
        changes.add(enter(connection, standing.get(), arrival.probe(), Micros.of(arrived.at())));
      }
    }
    // After the arrivals: what one page says was delivered is not bounced by the same page.
    changes.addAll(ReportEntries.record(connection, page.reports()));
    Sql.update(
        connection,
        "INSERT INTO cursors (feed, cursor) VALUES (?, ?)"
            + " ON CONFLICT (feed) DO UPDATE SET cursor = excluded.cursor",
        feed,
        page.next().toString());
    return new Entry<>(unknown, changes);
  }

  private static boolean insert(
      Connection connection, FeedPage page, Arrived arrived, Standing standing)
      throws SQLException {
    Arrival arrival =
        standing.hasArrived()
            ? EvidenceBounds.keep(connection, arrived.arrival())
            : arrived.arrival();
    FeedCursor place = new FeedCursor(page.next().journal(), arrival.sequence());
    FeedPage alone = new FeedPage(place, page.complete(), List.of(arrival));
    return Sql.update(
            connection,
            """
            INSERT INTO arrivals
              (journal, sequence, probe, arrived, page, by_our_clock, clock_ahead,
                clock_uncertainty)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (journal, sequence, probe, arrived) DO NOTHING
            """,
            place.journal(),
            place.sequence(),
            arrival.probe().toString(),
            Micros.of(arrival.arrived()),
            FeedCodec.print(alone),
            Micros.of(arrived.at()),
            arrived.clock().map(clock -> Micros.of(clock.ahead())).orElse(null),
            arrived.clock().map(clock -> Micros.of(clock.uncertainty())).orElse(null))
        == 1;
  }

  private static Change enter(Connection connection, Standing standing, ProbeId probe, long arrived)
      throws SQLException {
    if (standing.hasArrived()) {
      return duplicate(connection, standing, probe);
    }
    return standing.state().isInFlight()
        ? deliver(connection, standing, probe, arrived)
        : recover(connection, standing, probe, arrived);
  }

  private static Change deliver(
      Connection connection, Standing standing, ProbeId probe, long arrived) throws SQLException {
    int bucket = Ages.bucket(arrived - standing.due(), standing.ages());
    Sql.update(
        connection,
        """
        UPDATE probes SET state = 'delivered', arrived = ?, next_attempt = NULL, ages = ?,
          next_age = NULL, troubled = CASE WHEN ? = 1 THEN 1 ELSE troubled END
        WHERE id = ?
        """,
        arrived,
        bucket,
        arrived > standing.lateAt() ? 1 : 0,
        probe.toString());
    return new Change.Delivered(
        standing.route(), probe, standing.due(), standing.ages(), bucket, arrived);
  }

  /** The verdict stands, and the ages go on being counted: it was not delivered as it should be. */
  private static Change recover(
      Connection connection, Standing standing, ProbeId probe, long arrived) throws SQLException {
    Sql.update(
        connection,
        "UPDATE probes SET recovered = 1, arrived = ? WHERE id = ?",
        arrived,
        probe.toString());
    return new Change.Recovered(standing.route(), probe, arrived);
  }

  private static Change duplicate(Connection connection, Standing standing, ProbeId probe)
      throws SQLException {
    int mayBeAccepted =
        Sql.first(
                connection,
                """
                SELECT count(*) FROM attempts
                WHERE probe = ? AND (outcome IS NULL OR outcome IN ('accepted', 'uncertain'))
                """,
                row -> row.getInt(1),
                probe.toString())
            .orElseThrow();
    boolean byRetry = mayBeAccepted > 1;
    String column = byRetry ? "duplicates_by_retry" : "duplicates_by_provider";
    Sql.update(
        connection,
        "UPDATE probes SET %1$s = %1$s + 1 WHERE id = ?".formatted(column),
        probe.toString());
    return new Change.Duplicated(standing.route(), probe, byRetry);
  }
}
