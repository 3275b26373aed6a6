package io.mailprobe.simulator.server;

import java.time.Duration;

/**
 * What each server of a region is able to do, and what all of them are given.
 *
 * @param workers how many messages a server works on at a time
 * @param service how long a message takes a worker, on average; exponentially distributed
 * @param utilisation what other customers send, as a part of what all servers of the region
 *     together can do; 0 for servers that nobody else uses
 * @param capacity how many messages may wait at a server: when so many do, its memory is full
 * @param memory what a server does as its memory fills
 */
public record ServerSettings(
    int workers, Duration service, double utilisation, int capacity, Memory memory) {

  public ServerSettings {
    if (workers < 1 || workers > 1_000 || capacity < 1 || capacity > 10_000_000) {
      throw new IllegalArgumentException(
          "not a server: " + workers + " workers, room for " + capacity);
    }
    if (service.isNegative() || !(utilisation >= 0 && utilisation <= 100)) {
      throw new IllegalArgumentException("not a load: " + service + " each, " + utilisation);
    }
    if (utilisation > 0 && !service.isPositive()) {
      throw new IllegalArgumentException("what takes no time is no load");
    }
  }

  /** Servers that do all at once, as if there were no end of them. */
  public static ServerSettings ample() {
    return new ServerSettings(1, Duration.ZERO, 0, 1_000_000, Memory.ample());
  }

  /**
   * Servers of which each can do 20 messages a second and is given 12, and holds more than an hour
   * of work: a stand-in's figures; Microsoft publishes none.
   */
  public static ServerSettings busy() {
    return new ServerSettings(
        4,
        Duration.ofMillis(200),
        0.6,
        100_000,
        new Memory(0.5, 1.5, 0.8, 0.9, Duration.ofMinutes(30), Duration.ofMinutes(2)));
  }

  /** The same with another load. */
  public ServerSettings utilised(double newUtilisation) {
    return new ServerSettings(workers, service, newUtilisation, capacity, memory);
  }

  /** The same with room for another number of messages. */
  public ServerSettings holding(int newCapacity) {
    return new ServerSettings(workers, service, utilisation, newCapacity, memory);
  }

  /**
   * What a server does as its memory fills, 0 being empty and 1 full.
   *
   * @param slowsFrom from where on each message takes longer
   * @param slowdown how many times as long it takes when memory is full
   * @param refusesFrom from where on sessions are refused: more and more, and all when it is full
   * @param failsFrom where a server that stays there is started anew
   * @param patience for how long it has to stay there
   * @param away how long such a start takes; what waited comes out within as long afterwards
   */
  public record Memory(
      double slowsFrom,
      double slowdown,
      double refusesFrom,
      double failsFrom,
      Duration patience,
      Duration away) {

    /** Longer than any run: never. */
    private static final Duration NEVER = Duration.ofDays(10_000);

    public Memory {
      if (!isPart(slowsFrom) || !isPart(refusesFrom) || !isPart(failsFrom)) {
        throw new IllegalArgumentException(
            "not parts of a memory: " + slowsFrom + ", " + refusesFrom + ", " + failsFrom);
      }
      if (!(slowdown >= 1 && slowdown <= 1_000)) {
        throw new IllegalArgumentException("not a slowdown: " + slowdown);
      }
      if (!patience.isPositive() || !away.isPositive()) {
        throw new IllegalArgumentException("starts take time: " + patience + ", " + away);
      }
    }

    /** One that matters only when it is full. */
    public static Memory ample() {
      return new Memory(1, 1, 1, 1, NEVER, NEVER);
    }

    /** Whether a server is ever started anew for it. */
    boolean fails() {
      return patience.compareTo(NEVER) < 0;
    }

    private static boolean isPart(double part) {
      return part >= 0 && part <= 1;
    }
  }
}
