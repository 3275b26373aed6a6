package io.mailprobe.simulator.topology;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The customer whose mail this is: domains, mailboxes, mail flow rules that send mail on, and
 * connectors for servers of its own.
 *
 * @param domains the accepted domains, in lower case
 * @param mailboxes those who may submit
 * @param redirects mail flow rules: mail for the one address goes to the other instead
 * @param forwards mailboxes that forward, which a tenant has to allow by policy
 * @param connectors for whom the tenant lets mail through to the outside
 */
public record Tenant(
    Set<String> domains,
    List<Mailbox> mailboxes,
    Map<String, String> redirects,
    Map<String, String> forwards,
    List<Connector> connectors) {

  public Tenant {
    domains = lowerCase(domains);
    mailboxes = List.copyOf(mailboxes);
    redirects = byLowerCase(redirects);
    forwards = byLowerCase(forwards);
    connectors = List.copyOf(connectors);
  }

  /** One without connectors. */
  public Tenant(
      Set<String> domains,
      List<Mailbox> mailboxes,
      Map<String, String> redirects,
      Map<String, String> forwards) {
    this(domains, mailboxes, redirects, forwards, List.of());
  }

  /** The same with these connectors. */
  public Tenant withConnectors(Connector... newConnectors) {
    return new Tenant(domains, mailboxes, redirects, forwards, List.of(newConnectors));
  }

  private static Map<String, String> byLowerCase(Map<String, String> ways) {
    Map<String, String> lowered = new HashMap<>();
    ways.forEach((from, to) -> lowered.put(from.toLowerCase(Locale.ROOT), to));
    return Map.copyOf(lowered);
  }

  private static Set<String> lowerCase(Set<String> names) {
    Set<String> lowered = new HashSet<>();
    names.forEach(name -> lowered.add(name.toLowerCase(Locale.ROOT)));
    return Set.copyOf(lowered);
  }

  /** The mailbox of this address, if there is one. */
  public Optional<Mailbox> mailbox(String address) {
    return mailboxes.stream().filter(box -> box.address().equalsIgnoreCase(address)).findFirst();
  }

  /** Whether the address is in one of the accepted domains. */
  public boolean owns(String address) {
    return domains.contains(domainOf(address));
  }

  /** Whether a host or domain is one of the accepted domains, or in one. */
  public boolean covers(String name) {
    return domains.stream().anyMatch(domain -> name.equals(domain) || name.endsWith("." + domain));
  }

  /** The connector for a client with this certificate, if there is one. */
  public Optional<Connector> connector(List<X509Certificate> chain, Instant now) {
    return connectors.stream().filter(each -> each.isFor(chain, now)).findFirst();
  }

  /** Whether mail for the address, which the tenant owns, finds anybody. */
  public boolean knows(String address) {
    return sendsOn(address) || mailbox(address).isPresent();
  }

  /** Whether mail for the address goes on to another, by a rule or a mailbox. */
  public boolean sendsOn(String address) {
    return redirect(address).isPresent() || forward(address).isPresent();
  }

  /** Where mail for the address goes by the mail flow rules, if one is for it. */
  public Optional<String> redirect(String address) {
    return Optional.ofNullable(redirects.get(address.toLowerCase(Locale.ROOT)));
  }

  /** Where the mailbox of the address forwards to, if it does. */
  public Optional<String> forward(String address) {
    return Optional.ofNullable(forwards.get(address.toLowerCase(Locale.ROOT)));
  }

  /** The domain of an address, in lower case; empty text where there is none. */
  public static String domainOf(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
