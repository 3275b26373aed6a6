package io.mailprobe.app.world;

import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.frontend.SendingLimits;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.simulator.topology.Tenant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The stand-in of a scenario, with a tenant for those who probe it. */
public final class StandIn {

  private StandIn() {}

  /**
   * What it is made of.
   *
   * @param probes how each region is probed
   * @param token what opens their mailboxes
   * @param receiver where mail for the receiver's domain goes
   */
  public static SimulatorSettings settings(
      Scenario scenario, List<RegionProbes> probes, String token, NextHop receiver) {
    List<Mailbox> mailboxes =
        probes.stream().map(each -> Mailbox.withToken(each.mailbox(), token)).toList();
    Map<String, String> redirects =
        probes.stream().collect(Collectors.toMap(RegionProbes::loop, RegionProbes::forwarded));
    Tenant tenant =
        new Tenant(
            scenario.regions().stream()
                .map(Region::tenantDomain)
                .collect(Collectors.toUnmodifiableSet()),
            mailboxes,
            redirects,
            Map.of());
    return SimulatorSettings.of(
            scenario.regions(), tenant, Map.of(RegionProbes.PROBE_DOMAIN, receiver))
        .withServers(scenario.servers())
        .withSending(SendingLimits.generous()); // Their mailboxes send more than real ones may.
  }
}
