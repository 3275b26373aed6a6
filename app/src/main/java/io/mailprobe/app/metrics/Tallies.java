package io.mailprobe.app.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The counters of a family that has hundreds, few of which count between two scrapes. What is
 * exported of the others is kept from the scrape before: with the client's own counters, to make it
 * anew was most of a scrape.
 */
final class Tallies implements Collector {

  private final Metric metric;
  private final Map<List<String>, Tally> tallies = new ConcurrentHashMap<>();

  /** In the order in which they are exported: to sort what is sorted is little work. */
  private final Map<Labels, Tally> inOrder = new ConcurrentSkipListMap<>();

  private final AtomicLong changes = new AtomicLong();
  private volatile Kept kept;

  /** What was exported after so many changes. */
  private record Kept(long changes, CounterSnapshot snapshot) {}

  private Tallies(Metric metric) {
    this.metric = metric;
    kept = new Kept(0, snapshot());
  }

  /** A family without series. */
  static Tallies register(Metric metric, PrometheusRegistry registry) {
    Tallies tallies = new Tallies(metric);
    registry.register(tallies);
    return tallies;
  }

  /** The series with these label values exists from now on, at 0. */
  void expect(String... values) {
    Tally _ = of(values);
  }

  /** Counts one more. */
  void count(String... values) {
    of(values).add();
    changes.incrementAndGet(); // After the change: a scrape in between is not kept for long.
  }

  private Tally of(String... values) {
    List<String> key = List.of(values);
    Tally there = tallies.get(key);
    return there != null ? there : added(key);
  }

  private Tally added(List<String> key) {
    Labels labels = Labels.of(metric.labels(), key);
    Tally tally = tallies.computeIfAbsent(key, _ -> new Tally(labels));
    inOrder.putIfAbsent(labels, tally);
    changes.incrementAndGet();
    return tally;
  }

  @Override
  public CounterSnapshot collect() {
    long now = changes.get();
    Kept before = kept;
    if (before.changes() == now) {
      return before.snapshot();
    }
    CounterSnapshot snapshot = snapshot();
    kept = new Kept(now, snapshot);
    return snapshot;
  }

  private CounterSnapshot snapshot() {
    return new CounterSnapshot(
        Families.metadata(metric), inOrder.values().stream().map(Tally::point).toList());
  }

  /** One counter. */
  private static final class Tally {

    private final Labels labels;
    private final AtomicLong count = new AtomicLong();
    private volatile CounterDataPointSnapshot point;

    Tally(Labels labels) {
      this.labels = labels;
      point = exported(0);
    }

    void add() {
      count.incrementAndGet();
    }

    CounterDataPointSnapshot point() {
      long now = count.get();
      CounterDataPointSnapshot last = point;
      if (last.getValue() != now) {
        last = exported(now);
        point = last;
      }
      return last;
    }

    private CounterDataPointSnapshot exported(long value) {
      return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
    }
  }
}
