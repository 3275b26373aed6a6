package io.mailprobe.simulator.server;

import java.util.Arrays;

/**
 * Workers, and the messages that wait for them in the order in which they came (Kiefer and
 * Wolfowitz's recursion): when a message comes, it is known at once when its turn will be, since
 * nothing that comes later passes it. Instants are nanoseconds and never go back.
 */
final class Line {

  /** When each worker has done all that it has been given so far. */
  private long[] free;

  /** A ring of the instants at which those begin that wait, none before the one ahead of it. */
  private long[] turns = new long[64];

  private int first;
  private int waiting;

  Line(int workers, long now) {
    free = new long[workers];
    Arrays.fill(free, now);
  }

  int workers() {
    return free.length;
  }

  /** Takes a message that keeps a worker so long; when its turn is. */
  long enter(long now, long service) {
    int next = 0;
    for (int worker = 1; worker < free.length; worker++) {
      if (free[worker] < free[next]) {
        next = worker;
      }
    }
    long turn = Math.max(now, free[next]);
    free[next] = turn + service;
    if (turn > now) {
      add(turn);
    }
    return turn;
  }

  /** How many wait. */
  int waiting(long now) {
    while (waiting > 0 && turns[first] <= now) {
      first = (first + 1) & (turns.length - 1);
      waiting--;
    }
    return waiting;
  }

  /**
   * Puts another number of workers to what is there. Whatever waits begins earlier or later by the
   * factor of the two numbers, and the workers share what they have begun.
   */
  void staff(long now, int workers) {
    int count = waiting(now);
    for (int i = 0; i < count; i++) {
      int place = (first + i) & (turns.length - 1);
      turns[place] = moved(turns[place], now, free.length, workers);
    }
    long work = 0;
    for (long each : free) {
      work += Math.max(0, each - now);
    }
    free = new long[workers];
    Arrays.fill(free, now + work / workers);
  }

  /** When a turn is after another number of workers was put to the line. */
  static long moved(long turn, long now, int before, int after) {
    return turn <= now ? turn : now + Math.round((turn - now) * ((double) before / after));
  }

  /** Forgets what waits; the workers do nothing until then. */
  void clear(long until) {
    waiting = 0;
    Arrays.fill(free, until);
  }

  private void add(long turn) {
    if (waiting == turns.length) {
      long[] larger = new long[turns.length * 2];
      for (int i = 0; i < waiting; i++) {
        larger[i] = turns[(first + i) & (turns.length - 1)];
      }
      turns = larger;
      first = 0;
    }
    turns[(first + waiting) & (turns.length - 1)] = turn;
    waiting++;
  }
}
