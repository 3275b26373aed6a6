package io.mailprobe.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that keeps its prepared statements when they are closed: for SQLite to prepare a
 * statement anew takes as long as to run it. Not thread safe, as its connection is not.
 */
final class KeptStatements implements InvocationHandler {

  /** Statements are written in the program; this is more than it has. */
  private static final int MOST = 200;

  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new HashMap<>();

  private KeptStatements(Connection connection) {
    this.connection = connection;
  }

  /** The same connection. */
  static Connection of(Connection connection) {
    return proxy(Connection.class, new KeptStatements(connection));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            KeptStatements.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("prepareStatement")
        && arguments != null
        && arguments.length == 1
        && arguments[0] instanceof String sql) {
      PreparedStatement kept = idle.remove(sql); // Whoever runs it within itself gets another.
      PreparedStatement statement = kept == null ? connection.prepareStatement(sql) : kept;
      return proxy(PreparedStatement.class, new Lent(sql, statement));
    }
    return call(connection, method, arguments);
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** A statement until it is closed. */
  private final class Lent implements InvocationHandler {

    private final String sql;
    private final PreparedStatement statement;
    private @Nullable ResultSet results;
    private boolean failed;
    private boolean closed;

    Lent(String sql, PreparedStatement statement) {
      this.sql = sql;
      this.statement = statement;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("close")) {
        giveBack();
        return null;
      }
      try {
        Object answer = call(statement, method, arguments);
        if (answer instanceof ResultSet found) {
          results = found;
        }
        return answer;
      } catch (Throwable e) {
        failed = true;
        throw e;
      }
    }

    private void giveBack() throws Throwable {
      if (closed) {
        return;
      }
      closed = true;
      if (results != null) {
        results.close(); // It would hold a lock.
      }
      if (failed || idle.size() >= MOST || idle.containsKey(sql)) {
        statement.close();
      } else {
        statement.clearParameters();
        idle.put(sql, statement);
      }
    }
  }
}
