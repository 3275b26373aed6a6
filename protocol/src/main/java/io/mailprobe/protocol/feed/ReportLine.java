package io.mailprobe.protocol.feed;

import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.DeliveryReport.Place;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.stamp.ProbeId;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A delivery report as a line of a page. */
final class ReportLine {

  /** What the field {@value Fields#KIND} of such a line says. */
  static final String KIND = "report";

  private static final JsonFactory JSON = new JsonFactory();

  private ReportLine() {}

  /** The line, without its end. */
  static String print(DeliveryReport report) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty(Fields.KIND, KIND);
      json.writeNumberProperty("sequence", report.sequence());
      json.writeStringProperty("probe", report.probe().toString());
      json.writeStringProperty("place", report.place().label());
      text(json, "prober", report.prober());
      json.writeStringProperty("arrived", report.arrived().toString());
      json.writeStringProperty("peer", report.peer());
      write(json, report.notice());
      json.writeEndObject();
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, Notice notice) {
    json.writeStringProperty("action", notice.action().label());
    text(json, "status", notice.status().map(EnhancedStatus::toString));
    text(json, "diagnostic", notice.diagnostic());
    text(json, "recipient", notice.recipient());
    text(json, "reporting_mta", notice.reportingMta());
    text(json, "remote_mta", notice.remoteMta());
    text(json, "remote_address", notice.remoteAddress());
    text(json, "arrival_date", notice.arrivalDate().map(Instant::toString));
    text(json, "last_attempt", notice.lastAttempt().map(Instant::toString));
    text(json, "retry_until", notice.retryUntil().map(Instant::toString));
    text(json, "message_id", notice.messageId());
  }

  private static void text(JsonGenerator json, String name, Optional<String> value) {
    value.ifPresent(text -> json.writeStringProperty(name, text));
  }

  /** Reads the fields of a line. */
  static DeliveryReport parse(Fields fields) throws FeedFormatException {
    long sequence = fields.number("sequence");
    if (sequence < 1) {
      throw fields.fault("sequence");
    }
    return new DeliveryReport(
        sequence,
        ProbeId.parse(fields.text("probe")).orElseThrow(() -> fields.fault("probe")),
        place(fields),
        fields.find("prober"),
        fields.instant("arrived"),
        fields.text("peer"),
        notice(fields));
  }

  private static Notice notice(Fields fields) throws FeedFormatException {
    return new Notice(
        Action.ofLabel(fields.text("action")).orElseThrow(() -> fields.fault("action")),
        fields.find("status").flatMap(EnhancedStatus::parse),
        fields.find("diagnostic"),
        fields.find("recipient"),
        fields.find("reporting_mta"),
        fields.find("remote_mta"),
        fields.find("remote_address"),
        fields.findInstant("arrival_date"),
        fields.findInstant("last_attempt"),
        fields.findInstant("retry_until"),
        fields.find("message_id"));
  }

  private static Place place(Fields fields) throws FeedFormatException {
    String label = fields.text("place");
    for (Place place : Place.values()) {
      if (place.label().equals(label)) {
        return place;
      }
    }
    throw fields.fault("place");
  }
}
