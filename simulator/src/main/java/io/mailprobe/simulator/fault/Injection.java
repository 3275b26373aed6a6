package io.mailprobe.simulator.fault;

/**
 * A fault that was switched on.
 *
 * @param number which one this is, counted from 1
 * @param share the part of the sessions or messages in scope that it strikes, 0 to 1
 */
public record Injection(long number, Fault fault, Scope scope, double share) {

  public Injection {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("not a share: " + share);
    }
  }

  /** The same one at another level: of a larger share, all of the smaller one too. */
  Injection at(Level level) {
    return new Injection(number, level.fault(), scope, level.share());
  }
}
