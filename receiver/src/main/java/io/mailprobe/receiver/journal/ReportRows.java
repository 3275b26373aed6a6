package io.mailprobe.receiver.journal;

import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedFormatException;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.receiver.listen.Envelope;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding.Reported;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How a report is written in the journal: as a message that arrived, among the others, with what it
 * says as a line of the feed. The place that this line names means nothing; the row's own counts.
 */
final class ReportRows {

  private static final long NO_PLACE = 1;

  private static final String INSERT =
      """
      INSERT INTO arrival (probe, place, connected, mail, arrived, peer, helo, recipient, size,
        prober, report)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      RETURNING sequence""";

  private ReportRows() {}

  static DeliveryReport insert(Connection connection, Message message, Reported reported)
      throws SQLException {
    Envelope envelope = message.envelope();
    DeliveryReport report =
        new DeliveryReport(
            NO_PLACE,
            reported.probe(),
            reported.place(),
            reported.prober(),
            envelope.arrived(),
            envelope.peer(),
            reported.notice());
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, report.probe().toString());
      insert.setString(2, report.place().label());
      insert.setLong(3, Rows.micros(envelope.connected()));
      insert.setLong(4, Rows.micros(envelope.mail()));
      insert.setLong(5, Rows.micros(envelope.arrived()));
      insert.setString(6, envelope.peer());
      insert.setString(7, envelope.helo());
      insert.setString(8, envelope.recipients().getFirst().mailbox().toString());
      insert.setLong(9, message.size());
      insert.setString(10, report.prober().orElse(null));
      insert.setString(11, FeedCodec.print(report));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return report.at(row.getLong(1));
      }
    }
  }

  /** The report that a row is, where its column {@code report} is not null. */
  static DeliveryReport read(String line, long sequence) throws SQLException {
    try {
      return FeedCodec.parseReport(line).at(sequence);
    } catch (FeedFormatException e) {
      throw new SQLException("the report at " + sequence + " cannot be read: " + e.getMessage(), e);
    }
  }
}
