package io.mailprobe.simulator.entra;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who exists in a tenant's directory, and what its tokens are like.
 *
 * @param tenant the tenant's id
 * @param domains the domains by which it may be named, too
 * @param applications those registered
 * @param machine the application that the machine's own managed identity is
 * @param resources what tokens may be asked for
 * @param life how long a token is good
 * @param tokenBytes how long a token is at least; Entra's have some 2,000 bytes, with many groups
 *     and roles more
 */
public record EntraSettings(
    String tenant,
    Set<String> domains,
    List<Application> applications,
    Optional<String> machine,
    Set<String> resources,
    Duration life,
    int tokenBytes) {

  /** What mail is submitted by. */
  public static final String MAIL = "https://outlook.office365.com";

  /** What service health is read by. */
  public static final String GRAPH = "https://graph.microsoft.com";

  public EntraSettings {
    domains = Set.copyOf(domains);
    applications = List.copyOf(applications);
    resources = Set.copyOf(resources);
    if (tenant.isBlank() || !life.isPositive() || tokenBytes < 0 || tokenBytes > 65_536) {
      throw new IllegalArgumentException("not a directory: " + tenant + ", " + life);
    }
  }

  /** A directory whose tokens have 2 kB and live for an hour. */
  public static EntraSettings of(String tenant, Application... applications) {
    return new EntraSettings(
        tenant,
        Set.of(),
        List.of(applications),
        Optional.empty(),
        Set.of(MAIL, GRAPH),
        Duration.ofSeconds(3_599),
        2_048);
  }

  /** Nobody at all. */
  public static EntraSettings nobody() {
    return of("00000000-0000-0000-0000-000000000000");
  }

  /** The same with tokens of at least so many bytes. */
  public EntraSettings withTokenBytes(int bytes) {
    return new EntraSettings(tenant, domains, applications, machine, resources, life, bytes);
  }

  /** The same with tokens that live so long. */
  public EntraSettings withLife(Duration newLife) {
    return new EntraSettings(
        tenant, domains, applications, machine, resources, newLife, tokenBytes);
  }

  /** The same on a machine whose managed identity is this application. */
  public EntraSettings onMachineOf(String client) {
    return new EntraSettings(
        tenant, domains, applications, Optional.of(client), resources, life, tokenBytes);
  }

  Optional<Application> application(String client) {
    return applications.stream().filter(each -> each.client().equalsIgnoreCase(client)).findFirst();
  }

  boolean isTenant(String name) {
    return tenant.equalsIgnoreCase(name) || domains.stream().anyMatch(name::equalsIgnoreCase);
  }
}
