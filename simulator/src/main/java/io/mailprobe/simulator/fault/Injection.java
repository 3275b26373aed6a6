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

  /** The same fault, which strikes another share: of a larger one, all of the smaller too. */
  Injection striking(double newShare) {
    return new Injection(number, fault, scope, newShare);
  }
}
