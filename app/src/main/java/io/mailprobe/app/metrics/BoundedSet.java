package io.mailprobe.app.metrics;

import java.util.HashSet;
import java.util.Set;

/** The first so many distinct values; whatever comes later is not taken in. */
final class BoundedSet<T> {

  private final int most;
  private final Set<T> values = new HashSet<>();

  BoundedSet(int most) {
    this.most = most;
  }

  /** Whether the value is among those taken in; takes it in where there is room. */
  synchronized boolean admits(T value) {
    return values.contains(value) || (values.size() < most && values.add(value));
  }
}
