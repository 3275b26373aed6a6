package io.mailprobe.app.report;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A time in which an alert fired without a break.
 *
 * @param alert its name
 * @param severity such as {@code page} or {@code warning}
 * @param labels what else tells it from others of that name, such as the region
 * @param fired since when it fired
 * @param cleared since when it fires no more; empty while it does
 */
public record AlertSpell(
    String alert,
    String severity,
    Map<String, String> labels,
    Instant fired,
    Optional<Instant> cleared) {

  public AlertSpell {
    labels = new TreeMap<>(labels);
  }
}
