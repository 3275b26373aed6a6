package io.mailprobe.simulator.entra;

import java.util.Set;

/**
 * What a good token says.
 *
 * @param client the application that it was issued to
 * @param roles the roles that it carries
 */
public record Grant(String client, Set<String> roles) {

  public Grant {
    roles = Set.copyOf(roles);
  }
}
