package io.mailprobe.app.prometheus;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** When alerts fired, as a Prometheus remembers it that evaluated them. */
public final class PastAlerts {

  private static final String EXPRESSION =
      "ALERTS{alertname=~\"(?i:mailprobe).*\",alertstate=\"firing\"}";

  /** More points of a series are not worth asking for. */
  private static final long MOST_POINTS = 20_000;

  private PastAlerts() {}

  /**
   * The times at which alerts of ours fired. Of a long time they are known less exactly.
   *
   * @throws IOException if it cannot be asked; the message says why
   */
  public static List<AlertSpell> of(PrometheusApi prometheus, Instant from, Instant to)
      throws IOException, InterruptedException {
    Duration step = step(Duration.between(from, to));
    List<AlertSpell> spells = new ArrayList<>();
    for (Series series : prometheus.range(EXPRESSION, from, to, step)) {
      spells.addAll(spells(series, step, to));
    }
    spells.sort(
        Comparator.comparing(AlertSpell::fired)
            .thenComparing(AlertSpell::alert)
            .thenComparing(spell -> spell.labels().toString()));
    return spells;
  }

  private static Duration step(Duration whole) {
    long steps = Math.ceilDiv(whole.toSeconds(), MOST_POINTS * Judgement.STEP.toSeconds());
    return Judgement.STEP.multipliedBy(Math.max(1, steps));
  }

  private static List<AlertSpell> spells(Series series, Duration step, Instant to) {
    SortedMap<String, String> labels = new TreeMap<>(series.labels());
    labels.keySet().removeAll(List.of("__name__", "alertstate"));
    String alert = Optional.ofNullable(labels.remove("alertname")).orElse("");
    List<AlertSpell> spells = new ArrayList<>();
    long begin = 0;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < series.size(); i++) {
      long second = series.second(i);
      if (last == Long.MIN_VALUE) {
        begin = second;
      } else if (second - last > step.toSeconds()) {
        spells.add(spell(alert, labels, begin, Optional.of(last + step.toSeconds())));
        begin = second;
      }
      last = second;
    }
    if (last != Long.MIN_VALUE) {
      long end = last + step.toSeconds();
      boolean goesOn = end > to.getEpochSecond();
      spells.add(spell(alert, labels, begin, goesOn ? Optional.empty() : Optional.of(end)));
    }
    return spells;
  }

  private static AlertSpell spell(
      String alert, SortedMap<String, String> labels, long begin, Optional<Long> end) {
    Instant fired = Instant.ofEpochSecond(begin);
    return new AlertSpell(alert, labels, fired, fired, end.map(Instant::ofEpochSecond));
  }
}
