package io.mailprobe.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of one store and how they came about. The statements are what SQLite and PostgreSQL
 * both understand, but for {@code INTEGER PRIMARY KEY AUTOINCREMENT}, {@code BLOB} and {@code
 * STRICT}, which are put in PostgreSQL's words.
 *
 * @param name names the store: its file is {@code <name>.db}
 * @param versions the statements that lead from each version to the next, the first from nothing; a
 *     published version is never changed, only followed by another
 */
public record Schema(String name, List<List<String>> versions) {

  public Schema {
    versions = versions.stream().map(List::copyOf).toList();
  }

  /** Brings the store up to the newest version, each version in one transaction. */
  void migrate(Database database, Connection connection) throws SQLException, StoreException {
    int version = known(database.version(connection));
    while (version < versions.size()) {
      database.begin(connection);
      try {
        version = known(database.version(connection)); // Another process may have been faster.
        if (version < versions.size()) {
          for (String sql : versions.get(version)) {
            Jdbc.execute(connection, database.inOwnWords(sql));
          }
          version++;
          database.setVersion(connection, version);
        }
        Jdbc.execute(connection, "COMMIT");
      } catch (SQLException | StoreException e) {
        try {
          Jdbc.execute(connection, "ROLLBACK");
        } catch (SQLException rollback) {
          e.addSuppressed(rollback);
        }
        throw e;
      }
    }
  }

  /** Refuses a store that this version has not made, or has not brought up to date. */
  void requireCurrent(int found, String store) throws StoreException {
    int version = known(found);
    if (version == 0) {
      throw new StoreException(
          StoreException.Fault.MISSING,
          "there is no store %s yet: mailprobe run makes it".formatted(store));
    }
    if (version < versions.size()) {
      throw new StoreException(
          StoreException.Fault.FAILED,
          "store %s has schema version %d, this Mailprobe reads %d: its own mailprobe run brings it up to date"
              .formatted(store, version, versions.size()));
    }
  }

  private int known(int version) throws StoreException {
    if (version < 0) {
      throw new StoreException(
          StoreException.Fault.CORRUPT,
          "%s has schema version %d, which no Mailprobe writes: restore it from a copy, or move it"
                  .formatted(name, version)
              + " away to begin anew");
    }
    if (version > versions.size()) {
      throw new StoreException(
          StoreException.Fault.NEWER_SCHEMA,
          "%s has schema version %d, this Mailprobe knows %d: run the newer Mailprobe that wrote it"
              .formatted(name, version, versions.size()));
    }
    return version;
  }
}
