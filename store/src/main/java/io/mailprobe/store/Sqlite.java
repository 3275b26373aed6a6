package io.mailprobe.store;

import io.mailprobe.store.StoreException.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is SQLite's own: settings, and what its errors mean. */
final class Sqlite {

  private static final Logger log = LoggerFactory.getLogger(Sqlite.class);
  private static final int BUSY_TIMEOUT_MS = 5_000;

  private Sqlite() {}

  static Connection openForWriting(Path file) throws SQLException, StoreException {
    SQLiteConfig config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = row.next() ? row.getString(1) : "no answer";
      if (!verdict.equals("ok")) {
        throw corrupt(file.toString(), verdict, null);
      }
      return connection;
    } catch (SQLException | StoreException e) {
      connection.close();
      throw e;
    }
  }

  static Connection openForReading(Path file) throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.enforceForeignKeys(true);
    return config;
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void rollback(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite itself rolls back on the graver errors; then there is nothing left to do.
      log.debug("rollback: {}", e.getMessage());
    }
  }

  /** Whether the error is of the disk or the file, so that no work of the group can be saved. */
  static boolean endsTransaction(SQLException e) {
    return switch (faultOf(e)) {
      case FULL, CORRUPT, UNREACHABLE -> true;
      case IN_USE, NEWER_SCHEMA, CLOSED, FAILED -> false;
    };
  }

  static StoreException translate(String what, SQLException e) {
    Fault fault = faultOf(e);
    return switch (fault) {
      case CORRUPT -> corrupt(what, String.valueOf(e.getMessage()), e);
      case FULL ->
          new StoreException(
              fault, "store " + what + " is full: make room on its disk; it goes on by itself", e);
      case UNREACHABLE ->
          new StoreException(
              fault,
              "store %s cannot be read or written (%s): check its folder and disk"
                  .formatted(what, e.getMessage()),
              e);
      case IN_USE, NEWER_SCHEMA, CLOSED, FAILED ->
          new StoreException(fault, "store " + what + ": " + e.getMessage(), e);
    };
  }

  private static StoreException corrupt(String what, String seen, @Nullable SQLException cause) {
    String message =
        "store %s is damaged (%s): move the file away (it is evidence), then restore a copy or start anew"
            .formatted(what, seen);
    return cause == null
        ? new StoreException(Fault.CORRUPT, message)
        : new StoreException(Fault.CORRUPT, message, cause);
  }

  private static Fault faultOf(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return Fault.FAILED;
    }
    // The low byte is the primary code, https://www.sqlite.org/rescode.html
    SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xFF);
    return switch (primary) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> Fault.CORRUPT;
      case SQLITE_FULL -> Fault.FULL;
      case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM -> Fault.UNREACHABLE;
      case SQLITE_BUSY, SQLITE_LOCKED -> Fault.IN_USE;
      default -> Fault.FAILED;
    };
  }
}
