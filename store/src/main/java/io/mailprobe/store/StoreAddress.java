package io.mailprobe.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where stores live: what a configuration names. */
public sealed interface StoreAddress {

  /** SQLite files in a folder of this machine. */
  static StoreAddress folder(Path folder) {
    return new Folder(folder, Keeping.DURABLE);
  }

  /**
   * SQLite files that are thrown away: written at once, by the caller's thread, and not for long.
   */
  static StoreAddress scratch(Path folder) {
    return new Folder(folder, Keeping.SCRATCH);
  }

  /** What a store in a folder is good for. */
  enum Keeping {
    /** What was acknowledged survives a crash and a power loss. */
    DURABLE,
    /**
     * Nothing survives a crash. What is written is done when the call returns, on the caller's
     * thread: for one thread that owns the store and all time, as a replay's.
     */
    SCRATCH
  }

  /**
   * A folder, each store a SQLite file in it.
   *
   * @param path the folder; made where it is missing
   */
  record Folder(Path path, Keeping keeping) implements StoreAddress {

    @Override
    public String toString() {
      return "sqlite:" + path;
    }
  }

  /**
   * A PostgreSQL server, each store a schema in its database.
   *
   * @param url {@code jdbc:postgresql://hosts/database}, without user, password and parameters
   * @param parameters what else the driver is told, such as {@code sslmode}; may hold secrets
   * @param user who logs in; the driver's own choice where empty
   * @param password what that user shows; the driver's own choice where empty
   * @param owner sets apart stores of one name in one database; empty where they are one store that
   *     all share
   */
  record Server(
      String url,
      Map<String, String> parameters,
      Optional<String> user,
      Optional<String> password,
      Optional<String> owner)
      implements StoreAddress {

    public Server {
      parameters = Map.copyOf(parameters);
    }

    /** The same server, for stores that are this owner's alone. */
    public Server ownedBy(String name) {
      return new Server(url, parameters, user, password, Optional.of(name));
    }

    /** The URL alone: what else it holds may be secret. */
    @Override
    public String toString() {
      return url;
    }
  }
}
