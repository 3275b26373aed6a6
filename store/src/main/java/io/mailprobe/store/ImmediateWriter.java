package io.mailprobe.store;

import io.mailprobe.store.StoreException.Fault;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes a scratch store on the thread that hands in the work, which is done when the call returns.
 * Many pieces go into one transaction, which its one connection sees at once.
 */
final class ImmediateWriter implements Writer {

  /** Pieces of work in one transaction. */
  private static final int GROUP = 2_000;

  private final String name;
  private final Database database;
  private final Line line;
  private int group;
  private boolean closed;

  ImmediateWriter(String name, Database database, Line line) {
    this.name = name;
    this.database = database;
    this.line = line;
  }

  @Override
  public void start() {}

  @Override
  public long generation() {
    return line.made();
  }

  @Override
  public void add(Task<?> task) {
    if (closed) {
      task.fail(closedFault());
      return;
    }
    try {
      Connection connection = line.get();
      if (group == 0) {
        long _ = database.begin(connection);
      }
      task.run(database, connection);
      if (++group >= GROUP) {
        commit(connection);
      }
    } catch (SQLException e) {
      group = 0;
      line.ifMade(connection -> Jdbc.execute(connection, "ROLLBACK"));
      task.fail(database.explain(e));
      return;
    } catch (StoreException e) {
      task.fail(e);
      return;
    }
    task.complete(); // Whatever follows from it may hand in more.
  }

  private void commit(Connection connection) throws SQLException {
    Jdbc.execute(connection, "COMMIT");
    group = 0;
  }

  @Override
  public void close() {
    closed = true;
    if (group > 0) {
      line.ifMade(this::commit);
    }
    line.ifMade(database::release);
    line.close();
  }

  @Override
  public StoreException closedFault() {
    return new StoreException(Fault.CLOSED, "store " + name + " is closed");
  }
}
