package io.mailprobe.prober.account;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.store.Store;
import io.mailprobe.store.StoreSize;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Says when probes are taken away, and up to which tick. */
final class Pruning {

  private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final Store store;
  private final Retention retention;
  private final Clock clock;
  private long looked;

  /** The size at which probes were last taken away to make room. Of the store's thread alone. */
  private long madeRoomAt;

  Pruning(Store store, Retention retention, Clock clock) {
    this.store = store;
    this.retention = retention;
    this.clock = clock;
    this.looked = clock.nanos();
  }

  /** Whether it is time to look again; not at the start, which has other things to do. */
  boolean isDue() {
    long now = clock.nanos();
    if (now - looked < EVERY_NANOS) {
      return false;
    }
    looked = now;
    return true;
  }

  /**
   * Up to which tick probes have been kept long enough. A database that does not tell what part of
   * its room is in use is made smaller again only once it has grown further: the room of what was
   * taken away is used first.
   */
  PruneEntries.Bounds bounds(Connection connection, long now) throws SQLException {
    PruneEntries.Bounds old = PruneEntries.tooOld(retention, now);
    StoreSize size = store.size(connection);
    boolean tells = size.used() < size.allocated();
    boolean tooMuch = size.used() > retention.bytes() && (tells || size.used() > madeRoomAt);
    if (!tooMuch) {
      return old;
    }
    madeRoomAt = size.used();
    return PruneEntries.tooMuch(connection, old, size, retention.bytes(), now);
  }

  /** Takes away the oldest, at most so many; how many it were. */
  int prune(Connection connection, PruneEntries.Bounds bounds, int limit) throws SQLException {
    int pruned = PruneEntries.prune(connection, bounds, limit);
    if (pruned > 0) {
      StoreSize _ = store.size(connection); // For whoever asks how large it is now.
    }
    return pruned;
  }
}
