package io.mailprobe.store;

import io.mailprobe.store.StoreAddress.Server;
import io.mailprobe.store.StoreException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema in a PostgreSQL database. The right to be the only owner is an advisory lock that the
 * writing connection holds: whoever loses his connection loses the right with it, and cannot write
 * until he has both again.
 */
final class PostgreSql implements Database {

  private static final Logger log = LoggerFactory.getLogger(PostgreSql.class);

  /** PostgreSQL cuts longer names off. */
  private static final int MAX_NAME = 63;

  private final PostgresServer server;
  private final String namespace;
  private final boolean shared;
  private final long ownerLock;
  private final long writerLock;

  /** The server's process behind the writing connection; ended there before the next takes over. */
  private @Nullable Backend backend;

  private record Backend(long pid, String started) {}

  PostgreSql(Server address, String name, boolean shared) {
    this.server = new PostgresServer(address);
    this.namespace = namespace(name + address.owner().map(owner -> "_" + owner).orElse(""));
    this.shared = shared;
    this.ownerLock = key("owner of " + namespace);
    this.writerLock = key("writer of " + namespace);
  }

  private static String namespace(String name) {
    String whole = "mailprobe_" + name;
    if (whole.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME) {
      return whole;
    }
    String digest = HexFormat.of().toHexDigits(key(whole));
    return whole.substring(0, MAX_NAME - digest.length() - 1) + "_" + digest;
  }

  /** A number for a lock, the same in every process. */
  private static long key(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String name() {
    return server.address() + " (" + namespace + ")";
  }

  @Override
  public Connection openForWriting() throws SQLException, StoreException {
    Connection connection = server.connect(false);
    try {
      if (!shared) {
        own(connection);
      }
      makeNamespace(connection);
      settle(connection);
      // An acknowledged commit is on disk, whatever this server's usual setting.
      Jdbc.execute(
          connection,
          """
          SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit')
            WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
          """);
      return connection;
    } catch (SQLException | StoreException e) {
      Jdbc.closeQuietly(connection);
      throw e;
    }
  }

  /**
   * Takes the right to be the only one; a connection of our own that was lost may still have it.
   */
  private void own(Connection connection) throws SQLException, StoreException {
    Backend before = backend;
    if (before != null) {
      try (PreparedStatement end =
          connection.prepareStatement(
              """
              SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE pid = ? AND backend_start::text = ?
              """)) {
        end.setLong(1, before.pid());
        end.setString(2, before.started());
        end.execute();
      }
    }
    // A process that has just ended gives its lock back within moments.
    Jdbc.execute(connection, "SET lock_timeout = '3s'");
    try {
      Jdbc.execute(connection, "SELECT pg_advisory_lock(" + ownerLock + ")");
    } catch (SQLException e) {
      if (faultOf(e) != Fault.IN_USE) {
        throw e;
      }
      throw new StoreException(
          Fault.IN_USE,
          "store %s is in use by another mailprobe: stop that one, or give this one another prober name"
              .formatted(name()),
          e);
    }
    backend = backendOf(connection);
  }

  private static Backend backendOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT pid, backend_start::text FROM pg_stat_activity
                WHERE pid = pg_backend_pid()
                """)) {
      row.next();
      return new Backend(row.getLong(1), row.getString(2));
    }
  }

  /** Looked for first: to make one that is there needs the right to make any. */
  private void makeNamespace(Connection connection) throws SQLException {
    try (PreparedStatement look =
        connection.prepareStatement("SELECT count(*) FROM pg_namespace WHERE nspname = ?")) {
      look.setString(1, namespace);
      try (ResultSet row = look.executeQuery()) {
        row.next();
        if (row.getInt(1) == 1) {
          return;
        }
      }
    }
    Jdbc.execute(connection, "CREATE SCHEMA IF NOT EXISTS " + quoted());
  }

  /** What every connection needs. */
  private void settle(Connection connection) throws SQLException {
    Jdbc.execute(connection, "SET search_path TO " + quoted());
    Jdbc.execute(connection, "SET lock_timeout = '10s'");
    Jdbc.execute(connection, "SET client_min_messages TO warning");
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_setting('fsync')")) {
      if (row.next() && row.getString(1).equals("off")) {
        log.warn("store {}: the server runs with fsync off: a power loss may damage it", name());
      }
    }
  }

  private String quoted() {
    return '"' + namespace.replace("\"", "\"\"") + '"';
  }

  @Override
  public Connection openForReading() throws SQLException, StoreException {
    Connection connection = server.connect(true);
    try {
      settle(connection);
      return connection;
    } catch (SQLException e) {
      Jdbc.closeQuietly(connection);
      throw e;
    }
  }

  @Override
  public int version(Connection connection) throws SQLException {
    boolean any =
        Jdbc.number(
                connection,
                """
                SELECT count(*) FROM pg_tables
                WHERE schemaname = current_schema() AND tablename = 'schema_version'
                """)
            == 1;
    return any ? (int) Jdbc.number(connection, "SELECT version FROM schema_version") : 0;
  }

  @Override
  public void setVersion(Connection connection, int version) throws SQLException {
    Jdbc.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS schema_version (one INTEGER PRIMARY KEY CHECK (one = 1),"
            + " version INTEGER NOT NULL)");
    Jdbc.execute(
        connection,
        "INSERT INTO schema_version (one, version) VALUES (1, %1$d) ON CONFLICT (one) DO UPDATE SET version = %1$d"
            .formatted(version));
  }

  @Override
  public String inOwnWords(String statement) {
    return statement
        .replace(
            "INTEGER PRIMARY KEY AUTOINCREMENT",
            "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY")
        .replace("BLOB", "BYTEA")
        .replace("STRICT", "");
  }

  /** The lock is held until the commit is seen by all: sequences are in the order of commits. */
  @Override
  public long begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "BEGIN; SELECT pg_advisory_xact_lock(" + writerLock + "); SELECT txid_current()");
      statement.getMoreResults();
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public void touch(Connection connection) throws SQLException {
    Jdbc.execute(connection, "UPDATE schema_version SET version = version");
  }

  @Override
  public boolean leavesDoubt(SQLException e) {
    return breaksConnection(e);
  }

  @Override
  public Optional<Boolean> isCommitted(Connection connection, long transaction)
      throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement("SELECT txid_status(?)")) {
      ask.setLong(1, transaction);
      try (ResultSet row = ask.executeQuery()) {
        row.next();
        String status = String.valueOf(row.getString(1));
        return status.equals("in progress")
            ? Optional.empty()
            : Optional.of(status.equals("committed"));
      }
    }
  }

  @Override
  public StoreSize size(Connection connection) throws SQLException {
    long bytes =
        Jdbc.number(
            connection,
            """
            SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind = 'r'
            """);
    return new StoreSize(bytes, bytes);
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public boolean breaksConnection(SQLException e) {
    return PostgresFaults.breaksConnection(e);
  }

  @Override
  public Fault faultOf(SQLException e) {
    return PostgresFaults.of(e);
  }

  @Override
  public StoreException explain(SQLException e) {
    return PostgresFaults.explain(name(), e);
  }

  @Override
  public void release(Connection connection) throws SQLException {
    Jdbc.execute(connection, "SELECT pg_advisory_unlock_all()");
  }

  @Override
  public void close() {
    // The lock ends with the connection that holds it.
  }
}
