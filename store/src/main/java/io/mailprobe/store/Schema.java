package io.mailprobe.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of one store and how they came about.
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
  void migrate(Connection connection) throws SQLException, StoreException {
    int version = version(connection);
    if (version > versions.size()) {
      throw new StoreException(
          StoreException.Fault.NEWER_SCHEMA,
          "%s has schema version %d, this Mailprobe knows %d: run the newer Mailprobe that wrote it"
              .formatted(name, version, versions.size()));
    }
    for (int next = version; next < versions.size(); next++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        for (String sql : versions.get(next)) {
          statement.execute(sql);
        }
        statement.execute("PRAGMA user_version = " + (next + 1));
        statement.execute("COMMIT");
      }
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      row.next();
      return row.getInt(1);
    }
  }
}
