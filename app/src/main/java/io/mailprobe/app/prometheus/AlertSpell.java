package io.mailprobe.app.prometheus;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One time that an alert fired.
 *
 * @param alert its name
 * @param labels its labels without the name, its severity among them
 * @param pending since when its condition held
 * @param fired when it began to fire
 * @param cleared when it no longer fired; empty where it did at the end of what was looked at
 */
public record AlertSpell(
    String alert,
    SortedMap<String, String> labels,
    Instant pending,
    Instant fired,
    Optional<Instant> cleared) {

  /** The severity that wakes somebody up. */
  public static final String PAGE = "critical";

  public AlertSpell {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** The value of a label; empty where it has none. */
  public String label(String name) {
    return labels.getOrDefault(name, "");
  }

  /** How grave it is: {@code critical}, {@code warning}, or what the rule says. */
  public String severity() {
    return label("severity");
  }

  /** Whether it wakes somebody up. */
  public boolean pages() {
    return severity().equals(PAGE);
  }

  /** Whether it fired at this instant. */
  public boolean firesAt(Instant instant) {
    return !instant.isBefore(fired) && cleared.filter(end -> !instant.isBefore(end)).isEmpty();
  }
}
