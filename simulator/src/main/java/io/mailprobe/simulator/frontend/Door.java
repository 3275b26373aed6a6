package io.mailprobe.simulator.frontend;

import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.topology.Place;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * One door of a front end, whatever carries its sessions: gives each its fate, its number and its
 * words.
 */
final class Door {

  private final Edge edge;
  private final Place place;
  private final RandomGenerator random;
  private final Semaphore room;
  private long number;

  /**
   * @param random what the fates of its sessions are drawn from, in the order of their connections
   */
  Door(Edge edge, Place place, RandomGenerator random) {
    this.edge = edge;
    this.place = place;
    this.random = random;
    room = new Semaphore(edge.limits().sessions());
  }

  Edge edge() {
    return edge;
  }

  Place place() {
    return place;
  }

  /** The dialogue with the next client, which has connected from this address. */
  synchronized Dialogue next(String clientAddress) {
    Fate fate = Fate.drawn(random);
    Replies replies = Replies.of(place, edge.clock(), number++);
    return new Dialogue(edge, place, fate, replies, room, clientAddress);
  }
}
