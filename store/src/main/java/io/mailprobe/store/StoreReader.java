package io.mailprobe.store;

import java.sql.SQLException;

/**
 * Reads a store beside the process that has it open, or where none has. It takes no right to it and
 * changes nothing: what it does not find as this version would have left it, it leaves alone. Not
 * thread safe.
 */
public final class StoreReader implements AutoCloseable {

  private final Database database;
  private final Line reading;

  private StoreReader(Database database, Line reading) {
    this.database = database;
    this.reading = reading;
  }

  /**
   * Opens a store that is there.
   *
   * @throws StoreException if it is not, cannot be read, or is of another version; the message says
   *     what to do
   */
  public static StoreReader open(StoreAddress address, Schema schema) throws StoreException {
    Database database =
        switch (address) {
          case StoreAddress.Folder(var path, var _) -> Sqlite.existing(path, schema.name());
          case StoreAddress.Server server -> new PostgreSql(server, schema.name(), true);
        };
    StoreReader reader = new StoreReader(database, new Line(database::openForReading));
    try {
      schema.requireCurrent(database.version(reader.reading.get()), database.name());
      return reader;
    } catch (SQLException e) {
      reader.close();
      throw database.explain(e);
    } catch (StoreException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Does the work now, on this thread, on what is on disk.
   *
   * @throws StoreException if it cannot be read
   */
  public <T> T read(Work<T> work) throws StoreException {
    try {
      return work.run(reading.get());
    } catch (SQLException e) {
      throw database.explain(e);
    }
  }

  @Override
  public void close() {
    reading.close();
    database.close();
  }
}
