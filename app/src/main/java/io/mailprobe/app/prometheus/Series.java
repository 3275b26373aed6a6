package io.mailprobe.app.prometheus;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One series of a result.
 *
 * @param labels its labels, the name of its metric among them where it has one
 * @param points its points, in the order of time
 */
public record Series(SortedMap<String, String> labels, List<Point> points) {

  /**
   * One value.
   *
   * @param second its instant, in seconds since 1970
   */
  public record Point(long second, double value) {}

  public Series {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    points = List.copyOf(points);
  }

  /** The name of its metric; empty for the result of a calculation. */
  public String name() {
    return labels.getOrDefault("__name__", "");
  }
}
