package io.mailprobe.protocol.feed;

import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import java.io.StringWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An arrival as a line of a page. */
final class ArrivalLine {

  private static final JsonFactory JSON = new JsonFactory();

  private ArrivalLine() {}

  /** The line, without its end. */
  static String print(Arrival arrival) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeNumberProperty("sequence", arrival.sequence());
      json.writeStringProperty("probe", arrival.probe().toString());
      json.writeStringProperty("place", arrival.place().label());
      arrival.prober().ifPresent(prober -> json.writeStringProperty("prober", prober));
      json.writeStringProperty("connected", arrival.connected().toString());
      json.writeStringProperty("mail", arrival.mail().toString());
      json.writeStringProperty("arrived", arrival.arrived().toString());
      json.writeStringProperty("peer", arrival.peer());
      json.writeStringProperty("helo", arrival.helo());
      json.writeStringProperty("recipient", arrival.recipient());
      json.writeNumberProperty("size", arrival.size());
      arrival.stamp().ifPresent(stamp -> write(json, stamp));
      if (!arrival.head().isEmpty()) {
        json.writeStringProperty("head", arrival.head());
      }
      json.writeEndObject();
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, Stamp stamp) {
    json.writeStringProperty("route", stamp.route());
    json.writeStringProperty("region", stamp.region());
    json.writeNumberProperty("probe_sequence", stamp.sequence());
    json.writeStringProperty("scheduled", stamp.scheduled().toString());
    json.writeStringProperty("first_attempt", stamp.firstAttempt().toString());
    json.writeStringProperty("this_attempt", stamp.thisAttempt().toString());
    json.writeNumberProperty("attempt", stamp.attempt());
  }

  /** Reads the fields of a line. */
  static Arrival parse(Fields fields) throws FeedFormatException {
    ProbeId probe = ProbeId.parse(fields.text("probe")).orElseThrow(() -> fields.fault("probe"));
    Optional<String> prober =
        fields.has("prober") ? Optional.of(fields.text("prober")) : Optional.empty();
    try {
      return new Arrival(
          fields.number("sequence"),
          probe,
          place(fields),
          prober,
          fields.has("scheduled") ? Optional.of(stamp(fields, probe)) : Optional.empty(),
          fields.instant("connected"),
          fields.instant("mail"),
          fields.instant("arrived"),
          fields.text("peer"),
          fields.text("helo"),
          fields.text("recipient"),
          fields.number("size"),
          fields.has("head") ? fields.text("head") : "");
    } catch (IllegalArgumentException e) {
      throw fields.fault("sequence or size");
    }
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

  private static Stamp stamp(Fields fields, ProbeId probe) throws FeedFormatException {
    try {
      return new Stamp(
          probe,
          fields.text("route"),
          fields.text("region"),
          fields.text("prober"),
          fields.number("probe_sequence"),
          fields.instant("scheduled"),
          fields.instant("first_attempt"),
          fields.instant("this_attempt"),
          Math.toIntExact(fields.number("attempt")));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw fields.fault("stamp");
    }
  }
}
