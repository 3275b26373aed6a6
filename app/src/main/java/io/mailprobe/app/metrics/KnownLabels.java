package io.mailprobe.app.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Labels as they are exported, made once: to check and sort them takes longer than all else. */
final class KnownLabels {

  /** What servers are called may change for ever. */
  private static final int MOST = 20_000;

  private final Map<Key, Labels> known = new ConcurrentHashMap<>();

  private record Key(Metric metric, List<String> values) {}

  /** Those of a metric, by their values in its order. */
  Labels of(Metric metric, String... values) {
    Key key = new Key(metric, Arrays.asList(values));
    Labels there = known.get(key);
    if (there != null) {
      return there;
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    Labels made = Labels.of(Families.labels(metric), values);
    known.put(key, made);
    return made;
  }
}
