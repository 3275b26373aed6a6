package io.mailprobe.app.report;

import java.util.Arrays;

/** A list of longs that grows: a month of probes must fit into memory. */
final class Longs {

  private long[] values = new long[256];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size] = value;
    size++;
  }

  long get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** The values so far, in a copy. */
  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
