package io.mailprobe.app.report;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.Route;
import java.time.Duration;

/**
 * A route as a report needs to know it.
 *
 * @param region where its prober runs
 * @param name its name there
 * @param path what it proves
 * @param every its cadence; zero where that is not known
 * @param deadline an arrival after this is late
 */
public record ReportedRoute(
    String region, String name, Path path, Duration every, Duration deadline) {

  /** The same of a prober's route. */
  public static ReportedRoute of(Route route) {
    return new ReportedRoute(
        route.region(), route.name(), route.path(), route.every(), route.deadline());
  }

  /** Whether its mail never passes Exchange Online. */
  boolean isControl() {
    return path == Path.CONTROL;
  }
}
