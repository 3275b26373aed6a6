package io.mailprobe.store;

import io.mailprobe.store.StoreAddress.Keeping;
import io.mailprobe.store.StoreException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A SQLite file: its settings, and what its errors mean. */
final class Sqlite implements Database {

  private static final int BUSY_TIMEOUT_MS = 5_000;

  /** A larger file is looked through while it is in use already: it would hold up the start. */
  private static final long LOOKED_THROUGH_FIRST = 32L << 20;

  private final Path file;
  private final Keeping keeping;
  private final @Nullable FolderLock lock;
  private @Nullable SqliteCheck check;

  private Sqlite(Path file, Keeping keeping, @Nullable FolderLock lock) {
    this.file = file;
    this.keeping = keeping;
    this.lock = lock;
  }

  /** The file {@code <name>.db} of a folder, which is locked against others until the end. */
  static Sqlite lock(Path folder, String name, Keeping keeping) throws StoreException {
    NativeLibrary.useUnpacked();
    return new Sqlite(folder.resolve(name + ".db"), keeping, FolderLock.take(folder, name));
  }

  /** The file {@code <name>.db} of a folder, for reading alone: it is not locked, and not made. */
  static Sqlite existing(Path folder, String name) throws StoreException {
    NativeLibrary.useUnpacked();
    Path file = folder.resolve(name + ".db");
    if (!Files.exists(file)) {
      throw new StoreException(
          Fault.MISSING,
          "there is no store %s, or this user may not see it: mailprobe run makes it"
              .formatted(file));
    }
    return new Sqlite(file, Keeping.DURABLE, null);
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Connection openForWriting() throws SQLException, StoreException {
    SQLiteConfig config = config();
    switch (keeping) {
      case DURABLE -> {
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      }
      case SCRATCH -> {
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
      }
    }
    boolean large = size(file) > LOOKED_THROUGH_FIRST;
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try {
      if (large) {
        check = SqliteCheck.start(this);
      } else {
        SqliteCheck.now(connection, name());
      }
      return KeptStatements.of(connection);
    } catch (SQLException | StoreException e) {
      connection.close();
      throw e;
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException _) {
      return 0; // To open it tells what is wrong.
    }
  }

  @Override
  public Connection openForReading() throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return KeptStatements.of(config.createConnection("jdbc:sqlite:" + file));
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.enforceForeignKeys(true);
    return config;
  }

  @Override
  public int version(Connection connection) throws SQLException {
    return (int) Jdbc.number(connection, "PRAGMA user_version");
  }

  @Override
  public void setVersion(Connection connection, int version) throws SQLException {
    Jdbc.execute(connection, "PRAGMA user_version = " + version);
  }

  @Override
  public String inOwnWords(String statement) {
    return statement;
  }

  @Override
  public long begin(Connection connection) throws SQLException {
    Jdbc.execute(connection, "BEGIN IMMEDIATE");
    return 0;
  }

  @Override
  public void touch(Connection connection) throws SQLException {
    setVersion(connection, version(connection));
  }

  @Override
  public boolean leavesDoubt(SQLException e) {
    return false; // It rolls back, in the same process.
  }

  @Override
  public Optional<Boolean> isCommitted(Connection connection, long transaction) {
    throw new IllegalStateException("SQLite leaves no doubt");
  }

  @Override
  public boolean breaksConnection(SQLException e) {
    return false;
  }

  @Override
  public StoreSize size(Connection connection) throws SQLException {
    long page = Jdbc.number(connection, "PRAGMA page_size");
    long pages = Jdbc.number(connection, "PRAGMA page_count");
    long free = Jdbc.number(connection, "PRAGMA freelist_count");
    return new StoreSize(page * pages, page * (pages - free));
  }

  @Override
  public boolean isScratch() {
    return keeping == Keeping.SCRATCH;
  }

  @Override
  public Optional<StoreException> damage() {
    SqliteCheck running = check;
    return running == null ? Optional.empty() : running.damage();
  }

  @Override
  public StoreException explain(SQLException e) {
    Fault fault = faultOf(e);
    return switch (fault) {
      case CORRUPT -> SqliteCheck.corrupt(name(), String.valueOf(e.getMessage()), e);
      case FULL ->
          new StoreException(
              fault, "store " + file + " is full: make room on its disk; it goes on by itself", e);
      case UNREACHABLE ->
          new StoreException(
              fault,
              "store %s cannot be read or written (%s): check its folder and disk"
                  .formatted(file, e.getMessage()),
              e);
      case MISSING, IN_USE, NEWER_SCHEMA, CLOSED, FAILED ->
          new StoreException(fault, "store " + file + ": " + e.getMessage(), e);
    };
  }

  @Override
  public Fault faultOf(SQLException e) {
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

  @Override
  public void close() {
    SqliteCheck running = check;
    if (running != null) {
      running.close();
    }
    FolderLock held = lock;
    if (held != null) {
      held.close();
    }
  }
}
