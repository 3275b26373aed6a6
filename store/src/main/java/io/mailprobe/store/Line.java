package io.mailprobe.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that is made anew where it was lost. Not thread safe. */
final class Line implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Line.class);

  /** Makes a connection. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException, StoreException;
  }

  /** Uses a connection. */
  @FunctionalInterface
  interface Use {
    void of(Connection connection) throws SQLException;
  }

  private final Opener opener;
  private @Nullable Connection connection;
  private long made;

  Line(Opener opener) {
    this.opener = opener;
  }

  /** The connection; made now where there is none. */
  Connection get() throws SQLException, StoreException {
    Connection now = connection;
    if (now == null) {
      now = opener.open();
      connection = now;
      made++;
    }
    return now;
  }

  /** How many connections have been made. */
  long made() {
    return made;
  }

  /** The connection is of no use any more: the next one is made anew. */
  void lost() {
    Connection now = connection;
    connection = null;
    if (now != null) {
      Jdbc.closeQuietly(now);
    }
  }

  /** Uses the connection where there is one. A failure says that there was not much to do. */
  void ifMade(Use use) {
    Connection now = connection;
    if (now != null) {
      try {
        use.of(now);
      } catch (SQLException e) {
        log.debug("on a connection that has failed or is closed next: {}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    lost();
  }
}
