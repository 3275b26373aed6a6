package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.Phase;

/**
 * A session that hands over nothing: it goes to one address, as far as it is told, and takes its
 * leave with QUIT, after RSET where it had begun a transaction.
 *
 * @param delivery how; its target is only what the address was found for
 * @param candidate the one address that is tried
 * @param depth how far
 */
public record Visit(Delivery delivery, Candidate candidate, Depth depth) {

  public Visit {
    if (depth.last() == Phase.AUTH && delivery.auth() instanceof Auth.None) {
      throw new IllegalArgumentException("a visit cannot log in without credentials");
    }
  }

  /** Whether it goes as far as to log in. */
  public boolean logsIn() {
    return depth.last().compareTo(Phase.AUTH) >= 0;
  }
}
