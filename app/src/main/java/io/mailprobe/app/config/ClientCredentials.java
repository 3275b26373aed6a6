package io.mailprobe.app.config;

import java.net.URI;

/**
 * Who we are to the token endpoint: an application of a tenant. Equal credentials get the same
 * tokens, whatever mailbox they are used for.
 *
 * @param tenant the tenant's id or domain; {@value #MACHINE} for a managed identity
 * @param client the application's id; {@value #MACHINE} for the machine's own identity
 * @param proof how it shows that
 * @param authority the sign-in service, without the tenant
 * @param scope what tokens are asked for: a resource and {@code /.default}
 */
public record ClientCredentials(
    String tenant, String client, ClientProof proof, URI authority, String scope) {

  /** In place of what only the machine knows. */
  public static final String MACHINE = "machine";

  /** How a scope ends that asks for all that an administrator has consented to. */
  public static final String DEFAULT_SCOPE = "/.default";

  /** What tokens are asked for, as managed identities name it. */
  public String resource() {
    return scope.endsWith(DEFAULT_SCOPE)
        ? scope.substring(0, scope.length() - DEFAULT_SCOPE.length())
        : scope;
  }
}
