package io.mailprobe.protocol.feed;

import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A message whose final dot a receiver has read, and which is a genuine probe. It is on the
 * receiver's disk.
 *
 * @param sequence its place in the receiver's journal, from 1, growing
 * @param probe the probe that it is
 * @param place where the probe was identified
 * @param prober who waits for it; empty where the stamp did not survive, so that every prober must
 *     look whether the probe is its own
 * @param stamp the genuine stamp; empty where only a token survived
 * @param connected when the peer's connection was taken
 * @param mail when MAIL FROM was read
 * @param arrived when the final dot was read: the probe's arrival
 * @param peer the IP address that brought it
 * @param helo what that peer called itself
 * @param recipient the envelope recipient
 * @param size the message in bytes
 * @param head its header block as it came, one character a byte, or what matters of it; empty where
 *     the receiver keeps it no more
 */
public record Arrival(
    long sequence,
    ProbeId probe,
    Place place,
    Optional<String> prober,
    Optional<Stamp> stamp,
    Instant connected,
    Instant mail,
    Instant arrived,
    String peer,
    String helo,
    String recipient,
    long size,
    String head) {

  public Arrival {
    if (sequence < 1 || size < 0) {
      throw new IllegalArgumentException("sequence %d, size %d".formatted(sequence, size));
    }
    if (stamp.isPresent()
        && !(stamp.get().id().equals(probe) && prober.equals(stamp.map(Stamp::prober)))) {
      throw new IllegalArgumentException("the stamp of " + probe + " is another probe's");
    }
  }

  /** An arrival of which the header block is not known. */
  public Arrival(
      long sequence,
      ProbeId probe,
      Place place,
      Optional<String> prober,
      Optional<Stamp> stamp,
      Instant connected,
      Instant mail,
      Instant arrived,
      String peer,
      String helo,
      String recipient,
      long size) {
    this(
        sequence, probe, place, prober, stamp, connected, mail, arrived, peer, helo, recipient,
        size, "");
  }

  /** The same arrival with this header block. */
  public Arrival withHead(String block) {
    return new Arrival(
        sequence, probe, place, prober, stamp, connected, mail, arrived, peer, helo, recipient,
        size, block);
  }

  /** Where a message said which probe it is, in the order in which a receiver looks. */
  public enum Place {
    /** The signed header. */
    STAMP,
    /** The token in the recipient. */
    RECIPIENT,
    /** The token in the Message-ID. */
    MESSAGE_ID,
    /** The token in the subject. */
    SUBJECT,
    /** The token in the body. */
    BODY;

    /** The name in metrics and documents, such as {@code message_id}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
