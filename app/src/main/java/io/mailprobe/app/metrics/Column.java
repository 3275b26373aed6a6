package io.mailprobe.app.metrics;

import java.io.IOException;
import java.util.Arrays;
import java.util.SortedMap;

/**
 * The values of one series, scrape by scrape. Most series change rarely: what is kept is where the
 * value became another, or the series was not there.
 */
final class Column {

  /** No value; a NaN that no arithmetic makes. */
  private static final long ABSENT = 0x7ff0_0000_0000_0abcL;

  private final SortedMap<String, String> labels;
  private int[] scrapes = new int[2];
  private long[] values = new long[2];
  private int size;
  private int last = -1;

  /**
   * @param labels those of the series, its name among them
   */
  Column(SortedMap<String, String> labels) {
    this.labels = labels;
  }

  SortedMap<String, String> labels() {
    return labels;
  }

  /** Its value at a scrape, later than the one before. */
  void put(int scrape, double value) {
    if (last >= 0 && last < scrape - 1) {
      push(last + 1, ABSENT);
    }
    long bits = Double.doubleToLongBits(value);
    if (size == 0 || values[size - 1] != bits) {
      push(scrape, bits);
    }
    last = scrape;
  }

  private void push(int scrape, long bits) {
    if (size == values.length) {
      scrapes = Arrays.copyOf(scrapes, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    scrapes[size] = scrape;
    values[size] = bits;
    size++;
  }

  /** Whether it had one value, and was there without a break. */
  boolean isConstant() {
    return size == 1;
  }

  /** Takes in a stretch of scrapes with one value; the last one of them is not among them. */
  interface Run {
    void of(int from, int to, double value) throws IOException;
  }

  /** Hands over its values, stretch by stretch. */
  void each(Run run) throws IOException {
    for (int i = 0; i < size; i++) {
      if (values[i] != ABSENT) {
        int end = i + 1 < size ? scrapes[i + 1] : last + 1;
        run.of(scrapes[i], end, Double.longBitsToDouble(values[i]));
      }
    }
  }
}
