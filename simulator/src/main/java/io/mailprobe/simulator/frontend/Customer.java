package io.mailprobe.simulator.frontend;

import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Tenant;

/**
 * A tenant with what all front ends, of whatever region, hold against it.
 *
 * @param tenant who there is
 * @param settings what its administrator may have got wrong
 * @param tokens tells good access tokens
 * @param submissions its sessions now
 * @param allowance what its mailboxes have sent
 */
public record Customer(
    Tenant tenant,
    TenantSettings settings,
    Tokens tokens,
    Submissions submissions,
    Allowance allowance) {

  /** Tells which access tokens open a mailbox. */
  @FunctionalInterface
  public interface Tokens {
    boolean open(Mailbox mailbox, String token);
  }
}
