package io.mailprobe.prober.submit;

import java.util.List;

/**
 * What name servers say when they are asked for the records of a name.
 *
 * @param <T> what one record holds
 */
public sealed interface NameAnswer<T> {

  /** There are some. */
  record Found<T>(List<T> records) implements NameAnswer<T> {
    public Found {
      records = List.copyOf(records);
    }
  }

  /** The name is there, and has none of the kind. */
  record NoRecord<T>() implements NameAnswer<T> {}

  /** There is no such name (NXDOMAIN). */
  record NoSuchName<T>() implements NameAnswer<T> {}

  /** They could not find out, and said so by this code. */
  record Failed<T>(String code) implements NameAnswer<T> {}

  /** None of them answered. */
  record Silence<T>() implements NameAnswer<T> {}

  /** They could not even be asked; why, in words. */
  record NotAsked<T>(String why) implements NameAnswer<T> {}
}
