package io.mailprobe.prober.account;

import java.util.List;

/**
 * What a piece of writing came to.
 *
 * @param result for whoever asked for it
 * @param changes for the numbers, once it is on disk
 */
record Entry<T>(T result, List<Change> changes) {

  Entry {
    changes = List.copyOf(changes);
  }

  /** One that changes no number. */
  static <T> Entry<T> of(T result) {
    return new Entry<>(result, List.of());
  }
}
