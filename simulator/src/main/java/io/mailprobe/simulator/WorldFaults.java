package io.mailprobe.simulator;

import io.mailprobe.simulator.dns.DnsServer;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Fault.TokenFailure.Refusal;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.policy.TenantSettings;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.simulator.web.WebAnswer;
import io.mailprobe.simulator.web.WebFault;
import io.mailprobe.simulator.web.WebServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does to name server and sign-in service what the faults of the world around the front ends say,
 * and undoes it when they end. There is one sign-in service: a fault of one region's tokens is
 * everybody's.
 */
final class WorldFaults {

  private final FaultBoard faults;
  private final List<Region> regions;
  private final DnsServer names;
  private final WebServer web;
  private final TenantSettings tenantSettings;
  private Optional<Zone> intact = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();

  WorldFaults(
      FaultBoard faults,
      List<Region> regions,
      DnsServer names,
      WebServer web,
      TenantSettings tenantSettings) {
    this.faults = faults;
    this.regions = regions;
    this.names = names;
    this.web = web;
    this.tenantSettings = tenantSettings;
  }

  /** Follows the faults from now on. */
  void start() {
    faults.onChange(this::apply);
  }

  private synchronized void apply() {
    applyToNames();
    applyToTokens();
  }

  private void applyToNames() {
    Map<String, Fault.NameFailure> failing = new HashMap<>();
    for (Region region : regions) {
      faults.around(region.name(), Fault.NameFailure.class).stream()
          .findFirst()
          .ifPresent(fault -> failing.put(region.name(), fault));
    }
    if (failing.isEmpty()) {
      intact.ifPresent(names::serve);
      intact = Optional.empty();
      return;
    }
    Zone whole = intact.orElseGet(names::zone);
    intact = Optional.of(whole);
    Zone broken = whole;
    for (String name : whole.names()) {
      Optional<Fault.NameFailure> fault =
          owner(name)
              .map(region -> Optional.ofNullable(failing.get(region.name())))
              .orElseGet(() -> ofAll(failing));
      if (fault.isPresent()) {
        broken = fault.get().silent() ? broken.silent(name) : broken.failing(name);
      }
    }
    names.serve(broken);
  }

  /** What strikes the names that belong to no region: a fault of all regions. */
  private Optional<Fault.NameFailure> ofAll(Map<String, Fault.NameFailure> failing) {
    return failing.size() == regions.size()
        ? failing.values().stream().findFirst()
        : Optional.empty();
  }

  private Optional<Region> owner(String name) {
    return regions.stream().filter(region -> region.names().contains(name)).findFirst();
  }

  private void applyToTokens() {
    Optional<Refusal> now =
        regions.stream()
            .flatMap(region -> faults.around(region.name(), Fault.TokenFailure.class).stream())
            .map(Fault.TokenFailure::refusal)
            .findFirst();
    if (now.equals(refusal)) {
      return;
    }
    refusal.ifPresent(this::mend);
    now.ifPresent(this::strike);
    refusal = now;
  }

  private void strike(Refusal how) {
    switch (how) {
      case SECRET_EXPIRED -> tenantSettings.breakOne(TenantSetting.CLIENT_SECRET);
      case UNAVAILABLE -> web.strike(new WebFault.Answer(WebAnswer.json(503, "{}")));
      case SILENT -> web.strike(new WebFault.Stall());
    }
  }

  private void mend(Refusal how) {
    switch (how) {
      case SECRET_EXPIRED -> tenantSettings.mend(TenantSetting.CLIENT_SECRET);
      case UNAVAILABLE, SILENT -> web.mend();
    }
  }
}
