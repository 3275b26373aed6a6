package io.mailprobe.receiver.explain.report;

import io.mailprobe.protocol.report.DeliveryReport.Place;
import io.mailprobe.protocol.report.Notice;
import java.util.List;
import java.util.Map;

/**
 * A report as it was read. Nothing in it is believed yet.
 *
 * @param form how it says what it says
 * @param entries what it says, for each recipient that it speaks of; at least one
 * @param stamps all that claims to be a stamp in what was returned
 * @param claims texts in which a token may stand, by the place
 */
public record ParsedReport(
    Form form, List<Entry> entries, List<String> stamps, Map<Place, List<String>> claims) {

  public ParsedReport {
    entries = List.copyOf(entries);
    stamps = List.copyOf(stamps);
    claims = Map.copyOf(claims);
  }

  /** How a report says what it says. */
  public enum Form {
    /** In the fields of RFC 3464, wherever they stand. */
    FIELDS,
    /** In sentences only. */
    WORDS
  }

  /**
   * What is said of one recipient.
   *
   * @param recipients the addresses that it goes by, the original one first
   */
  public record Entry(Notice notice, List<String> recipients) {

    public Entry {
      recipients = List.copyOf(recipients);
    }
  }
}
