package io.mailprobe.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A piece of reading or writing. It uses the connection and nothing else of the store, and neither
 * begins nor ends a transaction.
 *
 * @param <T> what it comes to
 */
@FunctionalInterface
public interface Work<T> {

  /** Does the work. */
  T run(Connection connection) throws SQLException;
}
