package io.mailprobe.protocol.report;

import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A report on a probe's message that came back to a receiver, about one recipient. It carries
 * something that we signed, and is on the receiver's disk.
 *
 * @param sequence its place in the receiver's journal, among the arrivals, from 1, growing
 * @param probe the probe that it is about
 * @param place where in the report that probe was identified
 * @param prober who waits for it; empty where no stamp came back, so that every prober must look
 *     whether the probe is its own
 * @param arrived when the report's final dot was read
 * @param peer the IP address that brought it
 * @param notice what it says
 */
public record DeliveryReport(
    long sequence,
    ProbeId probe,
    Place place,
    Optional<String> prober,
    Instant arrived,
    String peer,
    Notice notice) {

  public DeliveryReport {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence " + sequence);
    }
  }

  /** The same report at another place in a journal. */
  public DeliveryReport at(long place) {
    return new DeliveryReport(place, probe, this.place, prober, arrived, peer, notice);
  }

  /** Where a report says which probe it is about, in the order in which a receiver looks. */
  public enum Place {
    /** The token in the recipient that the report itself speaks of. */
    REPORTED_RECIPIENT,
    /** The token in the address that the report came to. */
    RECIPIENT,
    /** The signed header, among those returned. */
    STAMP,
    /** The token in the Message-ID, among the headers returned. */
    MESSAGE_ID,
    /** The token in the report's own In-Reply-To or References. */
    REFERENCES,
    /** The token in the envelope id (RFC 3464 2.2.1). */
    ENVELOPE_ID,
    /** The token in a subject, the report's or the one returned. */
    SUBJECT,
    /** The token in any text of the report. */
    BODY;

    /** The name in documents, such as {@code message_id}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
