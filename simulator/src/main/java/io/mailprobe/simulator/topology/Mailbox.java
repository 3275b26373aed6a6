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
 * @param applications the applications that may send through it, by their client ids
 * @param sendAs the addresses beside its own that it may send as, in lower case
 */
public record Mailbox(
    String address,
    Set<String> tokens,
    Optional<String> password,
    Set<String> applications,
    Set<String> sendAs) {

  public Mailbox {
    address = address.toLowerCase(Locale.ROOT);
    tokens = Set.copyOf(tokens);
    applications = Set.copyOf(applications);
    sendAs = Set.copyOf(sendAs);
    if (!address.matches("[^@\\s<>]+@[^@\\s<>]+")) {
      throw new IllegalArgumentException("not an address: " + address);
    }
  }

  /** A mailbox that takes one access token and no password. */
  public static Mailbox withToken(String address, String token) {
    return new Mailbox(address, Set.of(token), Optional.empty(), Set.of(), Set.of());
  }

  /** A mailbox that takes one password. */
  public static Mailbox withPassword(String address, String password) {
    return new Mailbox(address, Set.of(), Optional.of(password), Set.of(), Set.of());
  }

  /** A mailbox that applications send through. */
  public static Mailbox ofApplications(String address, String... clients) {
    return new Mailbox(address, Set.of(), Optional.empty(), Set.of(clients), Set.of());
  }

  /** The same, which may send as these addresses too. */
  public Mailbox sendingAs(String... others) {
    return new Mailbox(address, tokens, password, applications, Set.of(others));
  }

  @Override
  public String toString() {
    return "Mailbox[" + address + "]";
  }
}
