package io.mailprobe.app.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The issues that we know, those that go on first, then the newest. Bounded: one that is over is
 * dropped after a day, one that is told of no more after an hour.
 *
 * @param known each once
 */
record Book(List<Known> known) {

  static final int MOST = 50;

  private static final Duration KEPT_AFTER_RESOLUTION = Duration.ofHours(24);
  private static final Duration KEPT_WHEN_MISSING = Duration.ofHours(1);

  private static final Comparator<Known> ORDER =
      Comparator.comparing((Known each) -> each.resolution().isPresent())
          .thenComparing(
              each -> each.issue().started().orElse(each.firstSeen()), Comparator.reverseOrder())
          .thenComparing(each -> each.issue().id());

  Book {
    known = List.copyOf(known);
  }

  /** What is known once this was told. */
  Book after(GraphIssues.Told told, Instant now) {
    Map<String, Known> next = new LinkedHashMap<>();
    known.forEach(each -> next.put(each.issue().id(), told.whole() ? each.missing(now) : each));
    for (Issue issue : told.issues()) {
      Optional<Known> before = Optional.ofNullable(next.get(issue.id()));
      next.put(
          issue.id(),
          before.map(each -> each.told(issue)).orElseGet(() -> Known.first(issue, now)));
    }
    List<Known> kept = new ArrayList<>(next.values());
    kept.removeIf(each -> isDone(each, now));
    kept.sort(ORDER);
    return new Book(kept.subList(0, Math.min(kept.size(), MOST)));
  }

  private static boolean isDone(Known each, Instant now) {
    return isBefore(each.resolution(), now.minus(KEPT_AFTER_RESOLUTION))
        || isBefore(each.missingSince(), now.minus(KEPT_WHEN_MISSING));
  }

  private static boolean isBefore(Optional<Instant> at, Instant limit) {
    return at.filter(instant -> instant.isBefore(limit)).isPresent();
  }
}
