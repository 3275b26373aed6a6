package io.mailprobe.simulator.server;

/** When a worker takes a message that waits; it changes with the workers. */
public final class Turn {

  private volatile long at;

  Turn(long at) {
    this.at = at;
  }

  /** The monotonic clock's reading then. */
  public long at() {
    return at;
  }

  void move(long to) {
    at = to;
  }
}
