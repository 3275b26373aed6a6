package io.mailprobe.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One piece of work on its way through the writer. */
final class Task<T> {

  final CompletableFuture<T> future;
  private final @Nullable Work<T> work;
  private @Nullable T result;
  private @Nullable Throwable failure;

  Task(@Nullable Work<T> work, CompletableFuture<T> future) {
    this.work = work;
    this.future = future;
  }

  /** Tells the writer to end once it comes to it. */
  static Task<Boolean> stop() {
    return new Task<>(null, new CompletableFuture<>());
  }

  boolean isStop() {
    return work == null;
  }

  /**
   * Runs the work inside the group's transaction. A failure of its own undoes only itself; even an
   * error must not end the writer, or all that is handed in later would wait for ever.
   *
   * @throws SQLException if the transaction as a whole cannot go on
   */
  void run(Database database, Connection connection) throws SQLException {
    if (work == null) {
      return;
    }
    Jdbc.execute(connection, "SAVEPOINT work");
    try {
      result = work.run(connection);
    } catch (SQLException e) {
      if (database.endsTransaction(e)) {
        throw e;
      }
      undo(connection, database.explain(e));
    } catch (RuntimeException | Error e) {
      undo(connection, e);
    }
    Jdbc.execute(connection, "RELEASE SAVEPOINT work");
  }

  private void undo(Connection connection, Throwable why) throws SQLException {
    failure = why;
    Jdbc.execute(connection, "ROLLBACK TO SAVEPOINT work");
  }

  @SuppressWarnings("NullAway") // A work whose type is nullable may come to null.
  void complete() {
    if (failure != null) {
      future.completeExceptionally(failure);
    } else {
      future.complete(result);
    }
  }

  void fail(StoreException fault) {
    future.completeExceptionally(fault);
  }
}
