package io.mailprobe.app.health;

import io.mailprobe.store.Schema;
import io.mailprobe.store.Store;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What must survive a restart: which issues we know since when, and when we saw trouble. What
 * cannot be written is only lost then, and is written with the next change.
 */
final class HealthStore implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HealthStore.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Instants are microseconds since 1970 (UTC). */
  static final Schema SCHEMA =
      new Schema(
          "health",
          List.of(
              List.of(
                  """
                  CREATE TABLE issues (
                    id TEXT PRIMARY KEY,
                    first_seen BIGINT NOT NULL,
                    resolution BIGINT,
                    missing_since BIGINT,
                    told TEXT NOT NULL)
                  """,
                  """
                  CREATE TABLE spells (
                    began BIGINT PRIMARY KEY,
                    ended BIGINT NOT NULL,
                    place TEXT NOT NULL)
                  """)));

  private final Store store;
  private boolean failing;

  private HealthStore(Store store) {
    this.store = store;
  }

  /**
   * Opens it, making it where there is none.
   *
   * @throws StoreException if it cannot be used; the message says what to do
   */
  static HealthStore open(StoreAddress address) throws StoreException {
    return new HealthStore(Store.open(address, SCHEMA));
  }

  /** The issues as they were saved. */
  Book book() throws StoreException {
    return store.read(connection -> new Book(known(connection)));
  }

  /** The issues that a store holds. */
  static List<Known> known(Connection connection) throws SQLException {
    List<Known> known = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT first_seen, resolution, missing_since, told FROM issues ORDER BY id");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        known(row).ifPresent(known::add);
      }
    }
    return known;
  }

  private static Optional<Known> known(ResultSet row) throws SQLException {
    try {
      return Optional.of(
          new Known(
              JSON.readValue(row.getString(4), Issue.class),
              instant(row.getLong(1)),
              optional(row, 2),
              optional(row, 3)));
    } catch (JacksonException | NullPointerException e) {
      log.warn("a saved issue of service health cannot be read, and is forgotten");
      return Optional.empty();
    }
  }

  /** The spells as they were saved, the oldest first. */
  List<Spell> spells() throws StoreException {
    return store.read(
        connection -> {
          List<Spell> spells = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT began, ended, place FROM spells ORDER BY began");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              spells.add(
                  new Spell(instant(row.getLong(1)), instant(row.getLong(2)), row.getString(3)));
            }
          }
          return spells;
        });
  }

  /** Saves all issues in place of those saved before. */
  void save(Book book) {
    write(
        connection -> {
          update(connection, "DELETE FROM issues");
          for (Known each : book.known()) {
            update(
                connection,
                "INSERT INTO issues (id, first_seen, resolution, missing_since, told)"
                    + " VALUES (?, ?, ?, ?, ?)",
                each.issue().id(),
                micros(each.firstSeen()),
                each.resolution().map(HealthStore::micros).orElse(null),
                each.missingSince().map(HealthStore::micros).orElse(null),
                JSON.writeValueAsString(each.issue()));
          }
          return true;
        });
  }

  /** Saves a spell, in place of what was saved of it before. */
  void save(Spell spell) {
    write(
        connection ->
            update(
                connection,
                "INSERT INTO spells (began, ended, place) VALUES (?, ?, ?)"
                    + " ON CONFLICT (began) DO UPDATE SET ended = excluded.ended",
                micros(spell.began()),
                micros(spell.until()),
                spell.where()));
  }

  /** Takes spells away. */
  void forget(List<Spell> spells) {
    write(
        connection -> {
          for (Spell spell : spells) {
            update(connection, "DELETE FROM spells WHERE began = ?", micros(spell.began()));
          }
          return true;
        });
  }

  private static boolean update(Connection connection, String sql, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      return statement.executeUpdate() > 0;
    }
  }

  private void write(Work<Boolean> work) {
    var _ = store.write(work).whenComplete((_, failure) -> note(Optional.ofNullable(failure)));
  }

  private synchronized void note(Optional<Throwable> failure) {
    if (failure.isPresent() && !failing) {
      log.warn("service health cannot be saved: {}", failure.get().getMessage());
    }
    failing = failure.isPresent();
  }

  private static Optional<Instant> optional(ResultSet row, int column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Writes what was handed in before, then closes. */
  @Override
  public void close() {
    store.close();
  }
}
