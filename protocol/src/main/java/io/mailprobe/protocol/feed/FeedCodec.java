package io.mailprobe.protocol.feed;

import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A feed page as NDJSON: one object a line, the arrivals first and the page's own line ({@code
 * next}, {@code complete}) last, so that a page cut off on its way is never taken for whole.
 * Unknown fields are passed over, so that a newer receiver can serve an older prober.
 */
public final class FeedCodec {

  /** The media type of a page. */
  public static final String MEDIA_TYPE = "application/x-ndjson";

  private static final JsonFactory JSON = new JsonFactory();

  private FeedCodec() {}

  /** The page as text, each line ended by LF. */
  public static String print(FeedPage page) {
    StringBuilder text = new StringBuilder();
    page.arrivals().forEach(arrival -> text.append(line(arrival)).append('\n'));
    StringWriter last = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), last)) {
      json.writeStartObject();
      json.writeStringProperty("next", page.next().toString());
      json.writeStringProperty("complete", page.complete().toString());
      json.writeEndObject();
    }
    return text.append(last).append('\n').toString();
  }

  private static String line(Arrival arrival) {
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

  /**
   * Reads a page.
   *
   * @throws FeedFormatException if the text is anything but a whole page
   */
  public static FeedPage parse(String text) throws FeedFormatException {
    List<Arrival> arrivals = new ArrayList<>();
    int from = 0;
    for (int number = 1; ; number++) {
      int end = text.indexOf('\n', from);
      if (end < 0) {
        throw new FeedFormatException(number, "the page is cut off");
      }
      Fields fields = Fields.of(text.substring(from, end), number);
      from = end + 1;
      if (!fields.has("next")) {
        arrivals.add(arrival(fields));
      } else if (from < text.length()) {
        throw new FeedFormatException(number + 1, "there is more after the page's end");
      } else {
        return new FeedPage(next(fields), fields.instant("complete"), arrivals);
      }
    }
  }

  private static FeedCursor next(Fields fields) throws FeedFormatException {
    return FeedCursor.parse(fields.text("next")).orElseThrow(() -> fields.fault("next"));
  }

  private static Arrival arrival(Fields fields) throws FeedFormatException {
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
          fields.number("size"));
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

  /** The scalar fields of one line's object. */
  private record Fields(Map<String, String> values, int line) {

    static Fields of(String text, int line) throws FeedFormatException {
      Map<String, String> values = new TreeMap<>();
      try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new FeedFormatException(line, "not a JSON object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = json.currentName();
          JsonToken value = json.nextToken();
          if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            values.put(name, json.getString());
          } else {
            json.skipChildren(); // Newer than this build; a null is as good as no field.
          }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
          throw new FeedFormatException(line, "not one JSON object");
        }
      } catch (JacksonException e) {
        throw new FeedFormatException(line, "not JSON: " + e.getOriginalMessage());
      }
      return new Fields(values, line);
    }

    boolean has(String name) {
      return values.containsKey(name);
    }

    String text(String name) throws FeedFormatException {
      @Nullable String value = values.get(name);
      if (value == null) {
        throw new FeedFormatException(line, "no field " + name);
      }
      return value;
    }

    long number(String name) throws FeedFormatException {
      try {
        return Long.parseLong(text(name));
      } catch (NumberFormatException e) {
        throw fault(name);
      }
    }

    Instant instant(String name) throws FeedFormatException {
      try {
        return Instant.parse(text(name));
      } catch (DateTimeException e) {
        throw fault(name);
      }
    }

    FeedFormatException fault(String name) {
      return new FeedFormatException(line, "field " + name + " does not have its form");
    }
  }
}
