package io.mailprobe.app.metrics;

import io.mailprobe.prober.Route;
import io.mailprobe.prober.canary.Canary;

/**
 * The values of the labels that every core series carries: region, route, path. A canary's name
 * stands for the route.
 */
final class RouteLabels {

  private RouteLabels() {}

  /** The route's values, followed by the metric's own. */
  static String[] of(Route route, String... own) {
    return join(new String[] {route.region(), route.name(), route.path().label()}, own);
  }

  /** The canary's values, followed by the metric's own. */
  static String[] of(Canary canary, String... own) {
    return join(new String[] {canary.region(), canary.name(), canary.path().label()}, own);
  }

  /** The core values, followed by the metric's own. */
  static String[] join(String[] core, String... own) {
    String[] values = new String[core.length + own.length];
    System.arraycopy(core, 0, values, 0, core.length);
    System.arraycopy(own, 0, values, core.length, own.length);
    return values;
  }
}
