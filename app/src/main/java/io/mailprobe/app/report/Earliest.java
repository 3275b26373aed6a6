package io.mailprobe.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The earliest few of each bucket of a grid, whatever their number: enough to tell what came first
 * in any time of trouble, wherever in a bucket that began.
 *
 * @param <T> what is kept
 */
final class Earliest<T> {

  /** Trouble begins after so few bad ones that a bucket never holds more of others before it. */
  private static final int KEPT = 8;

  private record Entry<T>(long at, String tie, T value) {
    boolean isBefore(Entry<T> other) {
      return at != other.at ? at < other.at : tie.compareTo(other.tie) < 0;
    }
  }

  private final Grid grid;
  private final Map<Integer, List<Entry<T>>> buckets = new TreeMap<>();

  Earliest(Grid grid) {
    this.grid = grid;
  }

  /**
   * @param at by which it has its place
   * @param tie which of two at the same instant comes first
   */
  void add(long at, String tie, T value) {
    List<Entry<T>> kept = buckets.computeIfAbsent(grid.index(at), _ -> new ArrayList<>(KEPT));
    Entry<T> entry = new Entry<>(at, tie, value);
    int place = kept.size();
    while (place > 0 && entry.isBefore(kept.get(place - 1))) {
      place--;
    }
    if (place < KEPT) {
      kept.add(place, entry);
      if (kept.size() > KEPT) {
        kept.removeLast();
      }
    }
  }

  /** The first whose place is one of these. */
  Optional<T> first(LongPredicate places) {
    return buckets.values().stream()
        .flatMap(List::stream)
        .filter(entry -> places.test(entry.at()))
        .findFirst()
        .map(Entry::value);
  }
}
