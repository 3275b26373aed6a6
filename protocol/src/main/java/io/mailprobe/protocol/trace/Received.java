package io.mailprobe.protocol.trace;

import java.util.Optional;

/**
 * One Received field (RFC 5321 4.4): a server says from whom it took the message, and when. What
 * cannot be read of it is empty.
 *
 * @param from the name of the client as the server looked it up
 * @param helo what the client called itself
 * @param fromAddress the client's IP address
 * @param by the server
 * @param byAddress the server's IP address
 * @param with the protocol, such as {@code ESMTPS} or {@code Microsoft SMTP Server}
 * @param id the message's name at that server
 * @param time when it was taken
 */
public record Received(
    Optional<String> from,
    Optional<String> helo,
    Optional<String> fromAddress,
    Optional<String> by,
    Optional<String> byAddress,
    Optional<String> with,
    Optional<String> id,
    Optional<TraceTime> time) {

  /**
   * Reads a field's value, unfolded. Total and linear; empty where it names no server, no client
   * and no time, so that it tells of no hop.
   */
  public static Optional<Received> parse(String value) {
    return Clauses.of(value).received();
  }

  /** Whoever took the message, by the best name there is. */
  public Optional<String> server() {
    return by.or(() -> byAddress);
  }

  /** Whoever gave the message, by the best name there is. */
  public Optional<String> client() {
    return from.or(() -> helo).or(() -> fromAddress);
  }
}
