package io.mailprobe.store;

import io.mailprobe.store.StoreException.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What SQLite and PostgreSQL have each of their own. All other SQL is the same for both. */
interface Database extends AutoCloseable {

  /** Names the store in messages; without secrets. */
  String name();

  /**
   * Opens the one connection that writes, with the right to be the only process that does where the
   * store is not shared.
   *
   * @throws StoreException if the store cannot be used; the message says what to do
   */
  Connection openForWriting() throws SQLException, StoreException;

  /** Opens a connection that can only read. Each of its statements sees what is committed. */
  Connection openForReading() throws SQLException, StoreException;

  /** The version of its tables; 0 where there are none. */
  int version(Connection connection) throws SQLException;

  /** Sets the version of its tables; inside a transaction. */
  void setVersion(Connection connection, int version) throws SQLException;

  /** A schema's statement in this database's words. */
  String inOwnWords(String statement);

  /**
   * Begins a transaction in which nobody else writes, in this process or another: what commits
   * later has the higher sequence.
   *
   * @return names it, for {@link #isCommitted}
   */
  long begin(Connection connection) throws SQLException;

  /** Writes something that changes nothing; inside a transaction. */
  void touch(Connection connection) throws SQLException;

  /** Whether a commit that failed like this may have happened all the same. */
  boolean leavesDoubt(SQLException e);

  /** Whether that transaction was committed; empty while it is not decided. */
  Optional<Boolean> isCommitted(Connection connection, long transaction) throws SQLException;

  /** Whether the connection is of no use after this. */
  boolean breaksConnection(SQLException e);

  /** What is wrong. */
  Fault faultOf(SQLException e);

  /** What is wrong and what to do, in words. */
  StoreException explain(SQLException e);

  /** How much room it takes. */
  StoreSize size(Connection connection) throws SQLException;

  /** Whether other processes may have it open too. */
  default boolean isShared() {
    return false;
  }

  /** Whether nothing of it need survive. */
  default boolean isScratch() {
    return false;
  }

  /** What was found wrong with it while it was in use; empty while nothing is. */
  default Optional<StoreException> damage() {
    return Optional.empty();
  }

  /**
   * Whether the error is of the disk, the file or the server: no work of the group can be saved.
   */
  default boolean endsTransaction(SQLException e) {
    return switch (faultOf(e)) {
      case FULL, CORRUPT, UNREACHABLE -> true;
      case MISSING, IN_USE, NEWER_SCHEMA, CLOSED, FAILED -> false;
    };
  }

  /** Gives back what the writing connection alone has; it is closed next. */
  default void release(Connection connection) throws SQLException {}

  /** Gives back what else makes it the only one. Connections are closed by whoever opened them. */
  @Override
  void close();
}
