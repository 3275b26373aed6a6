package io.mailprobe.simulator.fault;

/**
 * A fault and how often it strikes.
 *
 * @param share the part of the sessions or messages in scope that it strikes, 0 to 1
 */
public record Level(Fault fault, double share) {

  public Level {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("not a share: " + share);
    }
  }

  /** Between this level and the one that it goes to: 0 is this one, 1 the other. */
  Level towards(Level other, double part) {
    return new Level(fault.towards(other.fault, part), share + (other.share - share) * part);
  }
}
