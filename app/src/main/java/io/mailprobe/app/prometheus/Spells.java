package io.mailprobe.app.prometheus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Spells of alerts side by side. */
final class Spells {

  private static final Comparator<AlertSpell> IN_TIME =
      Comparator.comparing(AlertSpell::fired)
          .thenComparing(AlertSpell::alert)
          .thenComparing(spell -> spell.labels().toString());

  private Spells() {}

  /**
   * In the order of their beginnings. Several rules may fire one alert: to whom it may concern it
   * is one, from the first of them on to the last.
   */
  static List<AlertSpell> merge(List<AlertSpell> spells) {
    List<AlertSpell> merged = new ArrayList<>();
    for (AlertSpell next : spells.stream().sorted(IN_TIME).toList()) {
      Optional<AlertSpell> same =
          merged.stream().filter(one -> isSame(one, next) && overlap(one, next)).findFirst();
      same.ifPresent(merged::remove);
      merged.add(same.map(one -> union(one, next)).orElse(next));
    }
    merged.sort(IN_TIME);
    return merged;
  }

  private static boolean isSame(AlertSpell one, AlertSpell other) {
    return one.alert().equals(other.alert()) && one.labels().equals(other.labels());
  }

  /** Whether the later one began before the earlier was cleared. */
  private static boolean overlap(AlertSpell earlier, AlertSpell later) {
    return earlier.cleared().filter(end -> end.isBefore(later.fired())).isEmpty();
  }

  private static AlertSpell union(AlertSpell earlier, AlertSpell later) {
    Instant pending =
        earlier.pending().isBefore(later.pending()) ? earlier.pending() : later.pending();
    Optional<Instant> cleared =
        earlier
            .cleared()
            .flatMap(end -> later.cleared().map(other -> end.isAfter(other) ? end : other));
    return new AlertSpell(earlier.alert(), earlier.labels(), pending, earlier.fired(), cleared);
  }
}
