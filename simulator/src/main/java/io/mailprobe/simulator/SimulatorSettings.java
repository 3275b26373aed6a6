package io.mailprobe.simulator;

import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.frontend.SendingLimits;
import io.mailprobe.simulator.frontend.SessionLimits;
import io.mailprobe.simulator.queue.RetryIntervals;
import io.mailprobe.simulator.queue.TransportQueue.Capacity;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.server.ServerSettings;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.simulator.topology.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a simulator is made of.
 *
 * @param regions the regions, each with addresses of its own
 * @param port the port of all front ends; 0 for one that is free on all their addresses
 * @param tenant whose mail this is
 * @param nextHops where the mail for each domain outside the tenant is delivered
 * @param retries when a deferred delivery is tried again
 * @param capacity how much of ours each region's queue may hold
 * @param servers what each server is able to do, and what other customers ask of it
 * @param sessions what a client may ask of a front end
 * @param sending how much a mailbox may send
 * @param entra the directory that issues tokens
 */
public record SimulatorSettings(
    List<Region> regions,
    int port,
    Tenant tenant,
    Map<String, NextHop> nextHops,
    RetryIntervals retries,
    Capacity capacity,
    ServerSettings servers,
    SessionLimits sessions,
    SendingLimits sending,
    EntraSettings entra) {

  /** One with servers that nobody else uses. */
  public SimulatorSettings(
      List<Region> regions,
      int port,
      Tenant tenant,
      Map<String, NextHop> nextHops,
      RetryIntervals retries,
      Capacity capacity,
      SessionLimits sessions,
      SendingLimits sending,
      EntraSettings entra) {
    this(
        regions,
        port,
        tenant,
        nextHops,
        retries,
        capacity,
        ServerSettings.ample(),
        sessions,
        sending,
        entra);
  }

  public SimulatorSettings {
    regions = List.copyOf(regions);
    nextHops = Map.copyOf(nextHops);
    List<String> addresses =
        regions.stream().flatMap(region -> region.addresses().stream()).toList();
    if (regions.isEmpty() || Set.copyOf(addresses).size() != addresses.size()) {
      throw new IllegalArgumentException("regions need front ends on addresses of their own");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /**
   * Amer, emea and apac on a free port. The tenant's domains are those of the regions.
   *
   * @param mailboxes those who may submit
   * @param redirects mail flow rules: mail for the one address goes to the other instead
   * @param nextHops where the mail for each domain outside the tenant is delivered
   */
  public static SimulatorSettings standard(
      List<Mailbox> mailboxes, Map<String, String> redirects, Map<String, NextHop> nextHops) {
    List<Region> regions = List.of(Region.amer(), Region.emea(), Region.apac());
    Set<String> domains =
        regions.stream().map(Region::tenantDomain).collect(Collectors.toUnmodifiableSet());
    return of(regions, new Tenant(domains, mailboxes, redirects, Map.of()), nextHops);
  }

  /**
   * Regions of a tenant on a free port.
   *
   * @param nextHops where the mail for each domain outside the tenant is delivered
   */
  public static SimulatorSettings of(
      List<Region> regions, Tenant tenant, Map<String, NextHop> nextHops) {
    return new SimulatorSettings(
        regions,
        0,
        tenant,
        nextHops,
        RetryIntervals.exchangeOnline(),
        Capacity.standard(),
        ServerSettings.ample(),
        SessionLimits.standard(),
        SendingLimits.exchangeOnline(),
        EntraSettings.nobody());
  }

  /** The same on a given port. */
  public SimulatorSettings withPort(int newPort) {
    return new SimulatorSettings(
        regions, newPort, tenant, nextHops, retries, capacity, servers, sessions, sending, entra);
  }

  /** The same for another tenant. */
  public SimulatorSettings withTenant(Tenant newTenant) {
    return new SimulatorSettings(
        regions, port, newTenant, nextHops, retries, capacity, servers, sessions, sending, entra);
  }

  /** The same with other retries. */
  public SimulatorSettings withRetries(RetryIntervals newRetries) {
    return new SimulatorSettings(
        regions, port, tenant, nextHops, newRetries, capacity, servers, sessions, sending, entra);
  }

  /** The same with other servers. */
  public SimulatorSettings withServers(ServerSettings newServers) {
    return new SimulatorSettings(
        regions, port, tenant, nextHops, retries, capacity, newServers, sessions, sending, entra);
  }

  /** The same with other limits on sessions. */
  public SimulatorSettings withSessions(SessionLimits newSessions) {
    return new SimulatorSettings(
        regions, port, tenant, nextHops, retries, capacity, servers, newSessions, sending, entra);
  }

  /** The same with other limits on mailboxes. */
  public SimulatorSettings withSending(SendingLimits newSending) {
    return new SimulatorSettings(
        regions, port, tenant, nextHops, retries, capacity, servers, sessions, newSending, entra);
  }

  /** The same with a directory. */
  public SimulatorSettings withEntra(EntraSettings newEntra) {
    return new SimulatorSettings(
        regions, port, tenant, nextHops, retries, capacity, servers, sessions, sending, newEntra);
  }
}
