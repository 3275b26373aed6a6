package io.mailprobe.simulator.server;

import io.mailprobe.simulator.topology.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One server. The mail of other customers comes as a Poisson process and is worked through when
 * somebody looks: nothing is scheduled for it. Guarded by {@link Servers}.
 */
final class Server {

  final Place place;

  /** The restarts that have struck it, by the number of the fault. */
  final Set<Long> restarts = new HashSet<>();

  private final ServerSettings settings;
  private final RandomGenerator random;
  private final Line line;
  private final List<Turn> turns = new ArrayList<>();
  private double leak = 1;

  /** Messages of others for each nanosecond, and when the next comes. */
  private double rate;

  private long next = Long.MAX_VALUE;
  private long seen;
  private long back;
  private long strained;

  Server(Place place, ServerSettings settings, RandomGenerator random, long now) {
    this.place = place;
    this.settings = settings;
    this.random = random;
    this.line = new Line(settings.workers(), now);
    this.seen = now;
    this.back = now;
    this.strained = now;
  }

  /** Whether it is being started. */
  boolean isAway(long now) {
    return now < back;
  }

  /** Goes through what came up to now. */
  void advance(long now) {
    while (next <= now) {
      seen = next;
      double refused = refused();
      if (refused == 0 || random.nextDouble() >= refused) {
        line.enter(next, service(random));
      }
      next = following(next);
    }
    seen = Math.max(seen, now);
    if (fill() < settings.memory().failsFrom()) {
      strained = now;
    }
  }

  /** From now on it is given so many messages of others for each nanosecond. */
  void give(double newRate) {
    if (newRate != rate) {
      rate = newRate;
      next = following(seen);
    }
  }

  private long following(long instant) {
    double gap = random.nextExponential() / rate; // Infinity where none come.
    return gap < Long.MAX_VALUE - (double) instant ? instant + (long) gap : Long.MAX_VALUE;
  }

  /** From now on what waits takes so many times its memory. */
  void leak(double times) {
    leak = times;
  }

  /** From now on this part of its workers works; whether that changed anything. */
  boolean staff(double part) {
    int before = line.workers();
    int after = Math.max(1, (int) Math.round(settings.workers() * part));
    if (before == after) {
      return false;
    }
    line.staff(seen, after);
    turns.removeIf(turn -> turn.at() <= seen);
    turns.forEach(turn -> turn.move(Line.moved(turn.at(), seen, before, after)));
    return true;
  }

  /** Takes a message of ours. */
  Turn enter(RandomGenerator chance) {
    Turn turn = new Turn(line.enter(seen, service(chance)));
    turns.removeIf(earlier -> earlier.at() <= seen);
    if (turn.at() > seen) {
      turns.add(turn);
    }
    return turn;
  }

  /** Goes away; what waits there is worked through in bulk between coming back and then. */
  void restart(long newBack, long drained) {
    back = Math.max(back, newBack);
    line.clear(Math.max(back, waits() ? drained : back));
    turns.clear();
    strained = back;
  }

  private boolean waits() {
    return line.waiting(seen) > 0;
  }

  /** Whether its memory has been full enough for so long that it has to be started anew. */
  boolean fails() {
    return settings.memory().fails()
        && !isAway(seen)
        && seen - strained >= settings.memory().patience().toNanos();
  }

  /** How many wait. */
  int waiting() {
    return line.waiting(seen);
  }

  /** How full its memory is: 1 where it is full, and more where it leaks suddenly. */
  double fill() {
    return line.waiting(seen) * leak / settings.capacity();
  }

  /** Which part of those who come is refused. */
  double refused() {
    double fill = fill();
    double from = settings.memory().refusesFrom();
    if (isAway(seen) || fill >= 1) {
      return 1;
    }
    return fill <= from ? 0 : (fill - from) / (1 - from);
  }

  private long service(RandomGenerator chance) {
    double fill = Math.min(1, fill());
    double from = settings.memory().slowsFrom();
    double slow = fill <= from ? 0 : (fill - from) / (1 - from);
    double factor = 1 + (settings.memory().slowdown() - 1) * slow;
    return (long) (settings.service().toNanos() * chance.nextExponential() * factor);
  }
}
