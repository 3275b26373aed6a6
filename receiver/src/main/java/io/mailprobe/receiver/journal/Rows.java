package io.mailprobe.receiver.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.receiver.listen.Envelope;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding.Identified;
import io.mailprobe.store.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal's tables, and how an arrival is written in them. Instants are in microseconds. */
final class Rows {

  static final Schema SCHEMA =
      new Schema(
          "journal",
          List.of(
              List.of(
                  "CREATE TABLE journal (name TEXT NOT NULL, checked BIGINT NOT NULL)",
                  """
                  CREATE TABLE arrival (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    probe TEXT NOT NULL,
                    place TEXT NOT NULL,
                    connected BIGINT NOT NULL,
                    mail BIGINT NOT NULL,
                    arrived BIGINT NOT NULL,
                    peer TEXT NOT NULL,
                    helo TEXT NOT NULL,
                    recipient TEXT NOT NULL,
                    size BIGINT NOT NULL,
                    prober TEXT,
                    route TEXT,
                    region TEXT,
                    probe_sequence BIGINT,
                    scheduled BIGINT,
                    first_attempt BIGINT,
                    this_attempt BIGINT,
                    attempt INTEGER)""",
                  "CREATE INDEX arrival_by_prober ON arrival (prober, sequence, arrived)",
                  """
                  CREATE TABLE evidence (
                    sequence BIGINT PRIMARY KEY,
                    envelope TEXT NOT NULL,
                    bare_line_ends BIGINT NOT NULL,
                    head BLOB NOT NULL)""",
                  """
                  CREATE TABLE unverified (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    reason TEXT NOT NULL,
                    detail TEXT NOT NULL,
                    arrived BIGINT NOT NULL,
                    peer TEXT NOT NULL,
                    helo TEXT NOT NULL,
                    size BIGINT NOT NULL,
                    envelope TEXT NOT NULL,
                    bare_line_ends BIGINT NOT NULL,
                    beginning BLOB NOT NULL)"""),
              List.of("ALTER TABLE arrival ADD COLUMN report TEXT")));

  private static final String INSERT =
      """
      INSERT INTO arrival (probe, place, connected, mail, arrived, peer, helo, recipient, size,
        prober, route, region, probe_sequence, scheduled, first_attempt, this_attempt, attempt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      RETURNING sequence""";

  private Rows() {}

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Writes the arrival of one probe that a message is. */
  static Arrival insert(Connection connection, Message message, Identified probe)
      throws SQLException {
    Envelope envelope = message.envelope();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, probe.probe().toString());
      insert.setString(2, probe.place().label());
      insert.setLong(3, micros(envelope.connected()));
      insert.setLong(4, micros(envelope.mail()));
      insert.setLong(5, micros(envelope.arrived()));
      insert.setString(6, envelope.peer());
      insert.setString(7, envelope.helo());
      insert.setString(8, probe.recipient());
      insert.setLong(9, message.size());
      set(insert, probe.stamp());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new Arrival(
            row.getLong(1),
            probe.probe(),
            probe.place(),
            probe.stamp().map(Stamp::prober),
            probe.stamp(),
            envelope.connected(),
            envelope.mail(),
            envelope.arrived(),
            envelope.peer(),
            envelope.helo(),
            probe.recipient(),
            message.size());
      }
    }
  }

  private static void set(PreparedStatement insert, Optional<Stamp> stamp) throws SQLException {
    if (stamp.isEmpty()) {
      for (int column = 10; column <= 17; column++) {
        insert.setNull(column, Types.NULL);
      }
      return;
    }
    Stamp genuine = stamp.get();
    insert.setString(10, genuine.prober());
    insert.setString(11, genuine.route());
    insert.setString(12, genuine.region());
    insert.setLong(13, genuine.sequence());
    insert.setLong(14, micros(genuine.scheduled()));
    insert.setLong(15, micros(genuine.firstAttempt()));
    insert.setLong(16, micros(genuine.thisAttempt()));
    insert.setInt(17, genuine.attempt());
  }

  static Arrival read(ResultSet row) throws SQLException {
    ProbeId probe =
        ProbeId.parse(row.getString("probe"))
            .orElseThrow(() -> new SQLException("an arrival's probe is no probe id"));
    Optional<Stamp> stamp = stamp(row, probe);
    byte @Nullable [] head = row.getBytes("head");
    return new Arrival(
        row.getLong("sequence"),
        probe,
        Place.valueOf(row.getString("place").toUpperCase(Locale.ROOT)),
        stamp.map(Stamp::prober),
        stamp,
        instant(row.getLong("connected")),
        instant(row.getLong("mail")),
        instant(row.getLong("arrived")),
        row.getString("peer"),
        row.getString("helo"),
        row.getString("recipient"),
        row.getLong("size"),
        head == null ? "" : new String(head, ISO_8859_1));
  }

  private static Optional<Stamp> stamp(ResultSet row, ProbeId probe) throws SQLException {
    @Nullable String prober = row.getString("prober");
    return prober == null
        ? Optional.empty()
        : Optional.of(
            new Stamp(
                probe,
                row.getString("route"),
                row.getString("region"),
                prober,
                row.getLong("probe_sequence"),
                instant(row.getLong("scheduled")),
                instant(row.getLong("first_attempt")),
                instant(row.getLong("this_attempt")),
                row.getInt("attempt")));
  }
}
