package io.mailprobe.app.prometheus;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** One series of a result: its labels, and its values in the order of time. */
public final class Series {

  private final SortedMap<String, String> labels;
  private long[] seconds = new long[16];
  private double[] values = new double[16];
  private int size;

  /**
   * One without values.
   *
   * @param labels the name of its metric among them where it has one
   */
  Series(SortedMap<String, String> labels) {
    this.labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /**
   * Series under other labels. Those that have the same then are one, in the order of time; of two
   * values of one instant the first is kept.
   */
  static List<Series> merged(
      List<Series> some, UnaryOperator<SortedMap<String, String>> relabelling) {
    Map<SortedMap<String, String>, Series> all = new LinkedHashMap<>();
    for (Series one : some) {
      SortedMap<String, String> labels = relabelling.apply(one.labels);
      Series before = all.get(labels);
      all.put(labels, before == null ? one.relabelled(labels) : before.with(one));
    }
    return List.copyOf(all.values());
  }

  private Series relabelled(SortedMap<String, String> others) {
    Series same = new Series(others);
    same.seconds = seconds;
    same.values = values;
    same.size = size;
    return same;
  }

  private Series with(Series other) {
    SortedMap<Long, Double> points = new TreeMap<>();
    for (int i = 0; i < other.size; i++) {
      points.put(other.seconds[i], other.values[i]);
    }
    for (int i = 0; i < size; i++) {
      points.put(seconds[i], values[i]);
    }
    Series both = new Series(labels);
    points.forEach(both::add);
    return both;
  }

  /** A value, later than those before. */
  void add(long second, double value) {
    if (size == seconds.length) {
      seconds = Arrays.copyOf(seconds, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    seconds[size] = second;
    values[size] = value;
    size++;
  }

  /** Its labels. */
  public SortedMap<String, String> labels() {
    return labels;
  }

  /** The name of its metric; empty for the result of a calculation. */
  public String name() {
    return labels.getOrDefault("__name__", "");
  }

  /** How many values it has. */
  public int size() {
    return size;
  }

  /** When a value was, in seconds since 1970. */
  public long second(int index) {
    return seconds[index];
  }

  /** A value. */
  public double value(int index) {
    return values[index];
  }
}
