package io.mailprobe.simulator.topology;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A mailbox that may submit.
 *
 * @param address its address, which is also its user name
 * @param tokens the access tokens that XOAUTH2 takes, of any length
 * @param password what AUTH LOGIN takes; empty where basic authentication is disabled
 */
public record Mailbox(String address, Set<String> tokens, Optional<String> password) {

  public Mailbox {
    address = address.toLowerCase(Locale.ROOT);
    tokens = Set.copyOf(tokens);
    if (!address.matches("[^@\\s<>]+@[^@\\s<>]+")) {
      throw new IllegalArgumentException("not an address: " + address);
    }
  }

  /** A mailbox that takes one access token and no password. */
  public static Mailbox withToken(String address, String token) {
    return new Mailbox(address, Set.of(token), Optional.empty());
  }

  @Override
  public String toString() {
    return "Mailbox[" + address + "]";
  }
}
