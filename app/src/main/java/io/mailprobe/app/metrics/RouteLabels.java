package io.mailprobe.app.metrics;

import io.mailprobe.prober.Route;

/** The values of the labels that every core series carries: region, route, path. */
final class RouteLabels {

  private RouteLabels() {}

  /** The route's values, followed by the metric's own. */
  static String[] of(Route route, String... own) {
    String[] values = new String[3 + own.length];
    values[0] = route.region();
    values[1] = route.name();
    values[2] = route.path().label();
    System.arraycopy(own, 0, values, 3, own.length);
    return values;
  }
}
