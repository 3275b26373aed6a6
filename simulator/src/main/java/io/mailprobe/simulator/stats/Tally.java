package io.mailprobe.simulator.stats;

import java.util.EnumMap;
import java.util.Map;

/** Counts for one region. Thread safe; each change leaves the sums right. */
public final class Tally {

  /** How a copy left the queue. */
  public enum Exit {
    DELIVERED,
    DROPPED,
    REFUSED,
    EXPIRED
  }

  private final String region;
  private long sessions;
  private long struck;
  private long accepted;
  private long copies;
  private long deferred;
  private long reports;
  private final Map<Exit, Long> exits = new EnumMap<>(Exit.class);

  public Tally(String region) {
    this.region = region;
  }

  /** A connection was taken. */
  public synchronized void session() {
    sessions++;
  }

  /** A fault struck a session. */
  public synchronized void struck() {
    struck++;
  }

  /** A message was accepted, of which there are so many copies in the queue. */
  public synchronized void accepted(int copiesOfIt) {
    accepted++;
    copies += copiesOfIt;
  }

  /** A delivery failed for now. */
  public synchronized void deferred() {
    deferred++;
  }

  /** A delivery report was written, which is no message of those. */
  public synchronized void reported() {
    reports++;
  }

  /** A copy left the queue. */
  public synchronized void left(Exit exit) {
    exits.merge(exit, 1L, Long::sum);
  }

  /** The numbers of this moment. */
  public synchronized RegionStats stats() {
    long delivered = exits.getOrDefault(Exit.DELIVERED, 0L);
    long dropped = exits.getOrDefault(Exit.DROPPED, 0L);
    long refused = exits.getOrDefault(Exit.REFUSED, 0L);
    long expired = exits.getOrDefault(Exit.EXPIRED, 0L);
    return new RegionStats(
        region,
        sessions,
        struck,
        accepted,
        copies - accepted,
        copies - delivered - dropped - refused - expired,
        delivered,
        deferred,
        dropped,
        refused,
        expired,
        reports);
  }
}
