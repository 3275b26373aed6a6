package io.mailprobe.receiver.listen;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the dialogue said about a message.
 *
 * @param connected when the peer's connection was taken
 * @param mail when MAIL was read
 * @param arrived when the final dot, or the last byte of the last chunk, was read
 * @param peer the IP address that brought it
 * @param helo what that peer called itself
 * @param sender empty for the null path
 * @param parameters those of MAIL, by name in upper case
 * @param recipients those that were accepted, in their order; at least one
 */
public record Envelope(
    Instant connected,
    Instant mail,
    Instant arrived,
    String peer,
    String helo,
    Optional<Mailbox> sender,
    Map<String, String> parameters,
    List<Recipient> recipients) {

  public Envelope {
    parameters = Map.copyOf(parameters);
    recipients = List.copyOf(recipients);
  }

  /**
   * A recipient that was accepted.
   *
   * @param parameters those of RCPT, by name in upper case
   */
  public record Recipient(Mailbox mailbox, Map<String, String> parameters) {

    public Recipient {
      parameters = Map.copyOf(parameters);
    }
  }

  /** The envelope as commands, as it is kept in evidence. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append("MAIL FROM:<").append(sender.map(Mailbox::toString).orElse("")).append('>');
    append(text, parameters);
    for (Recipient recipient : recipients) {
      text.append("\nRCPT TO:<").append(recipient.mailbox()).append('>');
      append(text, recipient.parameters());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Map<String, String> parameters) {
    new TreeMap<>(parameters)
        .forEach(
            (name, value) ->
                text.append(' ').append(name).append(value.isEmpty() ? "" : "=" + value));
  }
}
