package io.mailprobe.prober.account;

import io.mailprobe.prober.Route;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is sent through mailboxes, by the minute, so that a restart does not begin a new day. */
final class MailboxEntries {

  /** Longer than the day that counts, so that a clock that is set a little loses nothing. */
  private static final long KEPT_MINUTES = Duration.ofHours(30).toMinutes();

  private MailboxEntries() {}

  /** An attempt through the route's mailbox, if it has one, begins at this instant. */
  static void began(Connection connection, Route route, Instant now) throws SQLException {
    if (route.mailbox().isPresent()) {
      Sql.update(
          connection,
          """
          INSERT INTO mailbox_use (mailbox, minute, external, recipients) VALUES (?, ?, ?, 1)
          ON CONFLICT (mailbox, minute) DO UPDATE SET
            external = mailbox_use.external + excluded.external,
            recipients = mailbox_use.recipients + 1
          """,
          route.mailbox().get(),
          MailboxUse.minute(now),
          route.leavesMailbox() ? 1 : 0);
      Sql.update(
          connection,
          "DELETE FROM mailbox_use WHERE mailbox = ? AND minute < ?",
          route.mailbox().get(),
          MailboxUse.minute(now) - KEPT_MINUTES);
    }
  }

  /** An attempt that began at this instant sent nothing. */
  static void sentNothing(Connection connection, Route route, Instant began) throws SQLException {
    if (route.mailbox().isPresent()) {
      Sql.update(
          connection,
          """
          UPDATE mailbox_use SET external = external - ?, recipients = recipients - 1
          WHERE mailbox = ? AND minute = ? AND recipients > 0
          """,
          route.leavesMailbox() ? 1 : 0,
          route.mailbox().get(),
          MailboxUse.minute(began));
    }
  }

  static List<MailboxUse> all(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        "SELECT mailbox, minute, external, recipients FROM mailbox_use WHERE recipients > 0",
        row ->
            new MailboxUse(
                row.getString("mailbox"),
                row.getLong("minute"),
                row.getInt("external"),
                row.getInt("recipients")));
  }
}
