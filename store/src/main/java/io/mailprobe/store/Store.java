package io.mailprobe.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One database with one writer: a SQLite file, or a schema on a PostgreSQL server. Work handed to
 * {@link #write} is gathered: all that has come in while the disk was busy goes into one
 * transaction, and its futures complete only once that is on disk, so that what was acknowledged
 * survives a crash and a power loss. Where one piece of a group fails, only that piece is undone. A
 * server that was lost is connected to again at the next piece of work.
 *
 * <p>Thread safe. A second process that opens a store that is not shared is refused.
 */
public final class Store implements AutoCloseable {

  private final String name;
  private final Database database;
  private final Writer writer;
  private final Line reading;
  private volatile StoreSize lastSize;
  private boolean closed;

  private Store(String name, Database database, Writer writer, Line reading, StoreSize firstSize) {
    this.name = name;
    this.lastSize = firstSize;
    this.database = database;
    this.writer = writer;
    this.reading = reading;
  }

  /** Opens the store in a folder; see {@link #open(StoreAddress, Schema)}. */
  public static Store open(Path folder, Schema schema) throws StoreException {
    return open(StoreAddress.folder(folder), schema);
  }

  /**
   * Opens the store, making it where there is none, and brings its schema up to date. No other
   * process may have it open.
   *
   * @throws StoreException if it cannot be opened; what it holds has not been changed then
   */
  public static Store open(StoreAddress address, Schema schema) throws StoreException {
    return open(address, schema, false);
  }

  /** The same, but on a server others may have it open too and write in turn. */
  public static Store openShared(StoreAddress address, Schema schema) throws StoreException {
    return open(address, schema, true);
  }

  private static Store open(StoreAddress address, Schema schema, boolean shared)
      throws StoreException {
    Database database =
        switch (address) {
          case StoreAddress.Folder(Path path, var keeping) ->
              Sqlite.lock(path, schema.name(), keeping);
          case StoreAddress.Server server -> new PostgreSql(server, schema.name(), shared);
        };
    Line writing =
        new Line(
            () -> {
              var connection = database.openForWriting();
              try {
                schema.migrate(database, connection);
                return connection;
              } catch (SQLException | StoreException e) {
                Jdbc.closeQuietly(connection);
                throw e;
              }
            });
    boolean scratch = database.isScratch();
    // What is not committed for long is seen by its own connection only.
    Line reading = scratch ? writing : new Line(database::openForReading);
    try {
      StoreSize size = database.size(writing.get());
      reading.get();
      Writer writer =
          scratch
              ? new ImmediateWriter(schema.name(), database, writing)
              : new GroupWriter(schema.name(), database, writing);
      writer.start();
      return new Store(schema.name(), database, writer, reading, size);
    } catch (SQLException e) {
      writing.close();
      database.close();
      throw database.explain(e);
    } catch (StoreException e) {
      writing.close();
      database.close();
      throw e;
    }
  }

  /**
   * Has the work done by the writer, in the order of the calls. The future completes on the
   * writer's thread, once the work is on disk, or with a {@link StoreException}; whatever is to
   * follow and may block must be handed to another thread.
   */
  public <T> CompletableFuture<T> write(Work<T> work) {
    Task<T> task = new Task<>(work, new CompletableFuture<>());
    writer.add(task);
    return task.future;
  }

  /** Writes something that changes nothing: whether the store can be written now. */
  public CompletableFuture<Void> touch() {
    return write(
            connection -> {
              database.touch(connection);
              return true;
            })
        .thenAccept(_ -> {});
  }

  /**
   * Does the work now, on this thread, on what is on disk.
   *
   * @throws StoreException if it cannot be read
   */
  public <T> T read(Work<T> work) throws StoreException {
    synchronized (reading) {
      if (closed) {
        throw writer.closedFault();
      }
      try {
        return work.run(reading.get());
      } catch (SQLException e) {
        if (!database.breaksConnection(e)) {
          throw database.explain(e);
        }
        reading.lost();
      }
      try { // Once more: the server may have been started anew since the last time.
        return work.run(reading.get());
      } catch (SQLException e) {
        reading.lost();
        throw database.explain(e);
      }
    }
  }

  /** Looks how much room it takes, for work that has a connection. */
  public StoreSize size(Connection connection) throws SQLException {
    StoreSize now = database.size(connection);
    lastSize = now;
    return now;
  }

  /** How much room it took when that was last looked at. Does not wait. */
  public StoreSize lastSize() {
    return lastSize;
  }

  /**
   * Counts the connections that have written. Another number than before says that others may have
   * written in between. To be asked by work that is being written.
   */
  public long generation() {
    return writer.generation();
  }

  /** Damage that was found while it was in use; empty where none was. */
  public Optional<StoreException> damage() {
    return database.damage();
  }

  /** Whether others may write it too. */
  public boolean isShared() {
    return database.isShared();
  }

  /** Finishes the work handed in before, then closes. Work handed in later fails. */
  @Override
  public void close() {
    synchronized (reading) {
      if (closed) {
        return;
      }
      closed = true;
    }
    writer.close();
    synchronized (reading) {
      reading.close();
    }
    database.close();
  }

  @Override
  public String toString() {
    return name + " in " + database.name();
  }
}
