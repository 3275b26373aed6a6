package io.mailprobe.prober.account;

import io.mailprobe.protocol.stamp.ProbeId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The entries that time makes: ages reached, probes lost, attempts cut off by our own death. */
final class TimeEntries {

  private record Ageing(String id, String route, long due, int ages) {}

  private TimeEntries() {}

  /**
   * Counts the ages that probes have reached undelivered by now.
   *
   * @param limit the most probes to look at, so that other entries need not wait for long
   * @return whether there are more
   */
  static Entry<Boolean> age(Connection connection, long now, int limit) throws SQLException {
    List<Ageing> due =
        Sql.list(
            connection,
            "SELECT id, route, scheduled + stepped AS due, ages FROM probes WHERE next_age <= ? LIMIT ?",
            row ->
                new Ageing(
                    row.getString("id"),
                    row.getString("route"),
                    row.getLong("due"),
                    row.getInt("ages")),
            now,
            limit);
    List<Change> changes = new ArrayList<>(due.size());
    for (Ageing probe : due) {
      int reached = Ages.reached(probe.due(), now, probe.ages());
      Sql.update(
          connection,
          "UPDATE probes SET ages = ?, next_age = ? WHERE id = ?",
          reached,
          Ages.next(probe.due(), reached),
          probe.id());
      changes.add(new Change.Aged(probe.route(), id(probe.id()), probe.ages(), reached));
    }
    return new Entry<>(due.size() == limit, changes);
  }

  /** Calls lost what was accepted, or may have been, and has passed its loss deadline. */
  static Entry<Integer> lose(Connection connection, long now) throws SQLException {
    List<Change> changes =
        Sql.list(
            connection,
            """
            UPDATE probes SET state = 'lost', troubled = 1
            WHERE state = 'awaiting' AND lost_at <= ? RETURNING id, route, scheduled + stepped AS due
            """,
            row ->
                new Change.Judged(
                    row.getString("route"),
                    id(row.getString("id")),
                    row.getLong("due"),
                    Verdict.LOST),
            now);
    return new Entry<>(changes.size(), changes);
  }

  /**
   * The clock was set: all that waits, waits for the same moment, which now has another name. An
   * acceptance keeps its distance to the arrival that is to come.
   */
  static Entry<Integer> step(Connection connection, long step) throws SQLException {
    List<Change> changes = new ArrayList<>();
    Sql.each(
        connection,
        """
        UPDATE probes SET stepped = stepped + ?, late_at = late_at + ?, lost_at = lost_at + ?,
          accepted = accepted + ?, next_attempt = next_attempt + ?, next_age = next_age + ?
        WHERE next_age IS NOT NULL OR state IN ('attempting', 'retrying', 'awaiting')
        RETURNING id, route, state, scheduled + stepped AS due
        """,
        row -> {
          if (ProbeState.parse(row.getString("state")).isInFlight()) {
            long due = row.getLong("due");
            changes.add(
                new Change.Stepped(
                    row.getString("route"), id(row.getString("id")), due - step, due));
          }
        },
        step,
        step,
        step,
        step,
        step,
        step);
    return new Entry<>(changes.size(), changes);
  }

  /**
   * Settles the attempts in which the process died. Whether the message went out cannot be known:
   * it is uncertain, and is awaited rather than sent twice.
   *
   * @return how many there were
   */
  static int settleInterrupted(Connection connection) throws SQLException {
    return Sql.update(
        connection,
        """
        UPDATE probes SET state = 'awaiting', last_outcome = 'uncertain', last_phase = NULL,
          last_reply = NULL, last_front_end = NULL, troubled = 1
        WHERE state = 'attempting'
        """);
  }

  /**
   * Marks what was on its way while our receiver could not take it, and was not late before.
   *
   * @return how many there were
   */
  static Entry<Integer> hold(Connection connection, long from, long until) throws SQLException {
    List<Change> changes =
        Sql.list(
            connection,
            """
            UPDATE probes SET receiver_caused = 1
            WHERE state = 'awaiting' AND receiver_caused = 0 AND scheduled + stepped <= ?
              AND late_at > ?
            RETURNING id, route
            """,
            row -> new Change.Held(row.getString("route"), id(row.getString("id"))),
            until,
            from);
    return new Entry<>(changes.size(), changes);
  }

  private static ProbeId id(String text) {
    return ProbeId.parse(text).orElseThrow(() -> new IllegalStateException("not an id: " + text));
  }
}
