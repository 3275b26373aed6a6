package io.mailprobe.app.monitoring.dashboard;

import java.util.List;

/** All of them, from the general to the special. */
public final class Dashboards {

  private Dashboards() {}

  public static List<Dashboard> all() {
    return List.of(
        FleetDashboard.dashboard(),
        RegionDashboard.dashboard(),
        DeferralsDashboard.dashboard(),
        HopsDashboard.dashboard(),
        SloDashboard.dashboard(),
        HealthDashboard.dashboard(),
        IncidentDashboard.dashboard());
  }
}
