package io.mailprobe.simulator.queue;

import io.mailprobe.simulator.topology.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * A message for one recipient, as a front end took it.
 *
 * @param networkId the id that Exchange Online gives each message, a UUID
 * @param place the front end that took it
 * @param client who handed it over
 * @param mailFrom the envelope sender; empty for the null sender
 * @param recipient where it goes now
 * @param redirectedFrom the recipient it came for, where a mail flow rule sent it on
 * @param content the message, one character for each byte, with CRLF line ends
 * @param accepted when the front end took responsibility
 */
public record QueuedMessage(
    String networkId,
    Place place,
    Client client,
    String mailFrom,
    String recipient,
    Optional<String> redirectedFrom,
    String content,
    Instant accepted) {

  /** The same with another content. */
  QueuedMessage withContent(String newContent) {
    return new QueuedMessage(
        networkId, place, client, mailFrom, recipient, redirectedFrom, newContent, accepted);
  }

  /** The same, stamped at another instant. */
  QueuedMessage stampedAt(Instant instant) {
    return new QueuedMessage(
        networkId, place, client, mailFrom, recipient, redirectedFrom, content, instant);
  }

  /**
   * Who handed a message over.
   *
   * @param address its IP address
   * @param helo the name it gave itself
   * @param cipher the TLS version and cipher suite, where the session was encrypted
   * @param mailbox the mailbox it authenticated as, where it did
   */
  public record Client(
      String address, String helo, Optional<Cipher> cipher, Optional<String> mailbox) {}

  /** A TLS version and cipher suite, as Java names them. */
  public record Cipher(String version, String suite) {}
}
