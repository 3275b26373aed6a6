package io.mailprobe.store;

import io.mailprobe.store.StoreException.Fault;
import java.sql.SQLException;

/**
 * What PostgreSQL's errors mean, by their SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
final class PostgresFaults {

  private PostgresFaults() {}

  static Fault of(SQLException e) {
    String state = state(e);
    if (state.equals("53100")) {
      return Fault.FULL;
    }
    if (state.equals("XX001") || state.equals("XX002")) {
      return Fault.CORRUPT;
    }
    if (state.equals("55P03")) {
      return Fault.IN_USE;
    }
    return isOfTheServer(state) ? Fault.UNREACHABLE : Fault.FAILED;
  }

  /** Connection, log-in, resources, operator, system; and a server that only lets us read. */
  private static boolean isOfTheServer(String state) {
    return breaksConnection(state)
        || state.startsWith("28")
        || state.startsWith("3D")
        || state.startsWith("53")
        || state.startsWith("58");
  }

  static boolean breaksConnection(SQLException e) {
    return breaksConnection(state(e));
  }

  /** 25006: it has become a standby; the next connection may lead to the new primary. */
  private static boolean breaksConnection(String state) {
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("25006")
        || state.equals("XX000");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  static StoreException explain(String name, SQLException e) {
    Fault fault = of(e);
    String seen = String.valueOf(e.getMessage());
    return switch (fault) {
      case CORRUPT ->
          new StoreException(
              fault, "store %s is damaged (%s): restore a copy".formatted(name, seen), e);
      case FULL ->
          new StoreException(
              fault,
              "store " + name + " is full: make room on its server's disk; it goes on by itself",
              e);
      case UNREACHABLE ->
          new StoreException(
              fault,
              "store %s cannot be reached (%s): check the server, its network and the log-in"
                  .formatted(name, seen),
              e);
      case MISSING, IN_USE, NEWER_SCHEMA, CLOSED, FAILED ->
          new StoreException(fault, "store " + name + ": " + seen, e);
    };
  }
}
