package io.mailprobe.app.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From the instants at which an alert's expression yielded an element to the times it fired: what
 * Prometheus does with {@code for} and {@code keep_firing_for} at each evaluation.
 */
final class AlertTimer {

  private final Rule.Alerting rule;
  private final Duration step;

  /**
   * @param step from one evaluation to the next
   */
  AlertTimer(Rule.Alerting rule, Duration step) {
    this.rule = rule;
    this.step = step;
  }

  /** The spells of one element, which was there at these points. */
  List<AlertSpell> spells(Series element, Instant end) {
    SortedMap<String, String> labels = new TreeMap<>(element.labels());
    labels.putAll(rule.labels());
    List<AlertSpell> spells = new ArrayList<>();
    Element state = new Element(labels);
    long last = Long.MIN_VALUE;
    for (int i = 0; i < element.size(); i++) {
      Instant now = Instant.ofEpochSecond(element.second(i));
      if (last != Long.MIN_VALUE && element.second(i) > last + step.toSeconds()) {
        state.gone(Instant.ofEpochSecond(last).plus(step), now).ifPresent(spells::add);
      }
      state.there(now);
      last = element.second(i);
    }
    if (last != Long.MIN_VALUE) {
      Instant gone = Instant.ofEpochSecond(last).plus(step);
      if (gone.isAfter(end)) {
        state.stillFiring().ifPresent(spells::add);
      } else {
        state.gone(gone, end.plus(step)).or(state::stillFiring).ifPresent(spells::add);
      }
    }
    return spells;
  }

  /** What is known of one element. */
  private final class Element {

    private final SortedMap<String, String> labels;
    private Optional<Instant> pending = Optional.empty();
    private Optional<Instant> fired = Optional.empty();

    Element(SortedMap<String, String> labels) {
      this.labels = labels;
    }

    void there(Instant now) {
      Instant since = pending.orElse(now);
      pending = Optional.of(since);
      if (fired.isEmpty() && !now.isBefore(since.plus(rule.hold()))) {
        fired = Optional.of(now);
      }
    }

    /**
     * It was not there from one evaluation on, and until another at which it is there again.
     *
     * @return the spell that ended in between, if one did
     */
    Optional<AlertSpell> gone(Instant from, Instant again) {
      if (fired.isEmpty()) {
        pending = Optional.empty();
        return Optional.empty();
      }
      // It fires on as long as less than the time has passed since the first evaluation without it.
      Instant cleared = from;
      while (cleared.isBefore(again) && cleared.isBefore(from.plus(rule.keepFiring()))) {
        cleared = cleared.plus(step);
      }
      if (!cleared.isBefore(again)) {
        return Optional.empty();
      }
      AlertSpell spell = spell(Optional.of(cleared));
      pending = Optional.empty();
      fired = Optional.empty();
      return Optional.of(spell);
    }

    Optional<AlertSpell> stillFiring() {
      return fired.map(_ -> spell(Optional.empty()));
    }

    private AlertSpell spell(Optional<Instant> cleared) {
      return new AlertSpell(
          rule.name(), labels, pending.orElseThrow(), fired.orElseThrow(), cleared);
    }
  }
}
