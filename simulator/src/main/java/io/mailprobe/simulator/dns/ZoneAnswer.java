package io.mailprobe.simulator.dns;

import java.util.List;

/**
 * What a client comes to hear of a name in a {@link Zone}.
 *
 * @param <T> what one record holds
 */
public sealed interface ZoneAnswer<T> {

  /** There are records. */
  record Records<T>(List<T> values) implements ZoneAnswer<T> {
    public Records {
      values = List.copyOf(values);
    }
  }

  /** The name is there, and has none of the kind. */
  record NoRecord<T>() implements ZoneAnswer<T> {}

  /** There is no such name. */
  record NoSuchName<T>() implements ZoneAnswer<T> {}

  /** The server fails on it. */
  record ServerFailure<T>() implements ZoneAnswer<T> {}

  /** Nothing at all. */
  record Silence<T>() implements ZoneAnswer<T> {}

  /**
   * A mail server of a domain.
   *
   * @param preference lower is better
   * @param host empty in a null MX (RFC 7505)
   */
  record MailServer(int preference, String host) {}
}
