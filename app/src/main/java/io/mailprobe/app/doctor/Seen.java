package io.mailprobe.app.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one look showed.
 *
 * @param words as a clause
 * @param remedies what to do
 * @param cause names what is behind a fault, where another check may come upon the same
 * @param stemsFrom the titles of checks whose faults would explain this one
 */
record Seen(
    Standing standing,
    String words,
    List<String> remedies,
    Optional<String> cause,
    List<String> stemsFrom) {

  Seen {
    remedies = List.copyOf(remedies);
    stemsFrom = List.copyOf(stemsFrom);
  }

  private Seen(Standing standing, String words, List<String> remedies) {
    this(standing, words, remedies, Optional.empty(), List.of());
  }

  static Seen ok(String words) {
    return new Seen(Standing.OK, words, List.of());
  }

  static Seen note(String words, String... remedies) {
    return new Seen(Standing.NOTE, words, List.of(remedies));
  }

  static Seen fault(String words, String... remedies) {
    return fault(words, List.of(remedies));
  }

  static Seen fault(String words, List<String> remedies) {
    return new Seen(Standing.FAULT, words, remedies);
  }

  /** The same, and what is behind it. */
  Seen of(String behind) {
    return new Seen(standing, words, remedies, Optional.of(behind), stemsFrom);
  }

  /** The same, which one of these faults would explain. */
  Seen stemmingFrom(Stream<String> titles) {
    return new Seen(standing, words, remedies, cause, titles.toList());
  }
}
