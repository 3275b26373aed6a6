package io.mailprobe.app.prometheus;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** The same values under other labels. */
  Series relabelled(SortedMap<String, String> others) {
    Series same = new Series(others);
    same.seconds = seconds;
    same.values = values;
    same.size = size;
    return same;
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
