package io.mailprobe.simulator.entra;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * An application that is registered in the tenant.
 *
 * @param client its (client) id
 * @param secrets its client secrets
 * @param certificates those it may sign assertions with
 * @param federations whose tokens it may show as assertions
 * @param roles what an administrator has consented to, such as {@code SMTP.SendAsApp}; none for
 *     RBAC for Applications
 */
public record Application(
    String client,
    Set<String> secrets,
    List<X509Certificate> certificates,
    List<Federation> federations,
    Set<String> roles) {

  public Application {
    secrets = Set.copyOf(secrets);
    certificates = List.copyOf(certificates);
    federations = List.copyOf(federations);
    roles = Set.copyOf(roles);
  }

  /** One with a secret and no roles. */
  public static Application withSecret(String client, String secret) {
    return new Application(client, Set.of(secret), List.of(), List.of(), Set.of());
  }

  /** One with certificates and no roles. */
  public static Application withCertificates(String client, X509Certificate... certificates) {
    return new Application(client, Set.of(), List.of(certificates), List.of(), Set.of());
  }

  /** One that shows another issuer's tokens. */
  public static Application federated(String client, Federation federation) {
    return new Application(client, Set.of(), List.of(), List.of(federation), Set.of());
  }

  /** The same with these roles. */
  public Application withRoles(String... consented) {
    return new Application(client, secrets, certificates, federations, Set.of(consented));
  }

  @Override
  public String toString() {
    return "Application[" + client + "]";
  }
}
