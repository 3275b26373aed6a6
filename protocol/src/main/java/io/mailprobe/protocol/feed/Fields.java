package io.mailprobe.protocol.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The scalar fields of one line's object. */
record Fields(Map<String, String> values, int line) {

  /** What kind of line it is; none for an arrival. */
  static final String KIND = "kind";

  private static final JsonFactory JSON = new JsonFactory();

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

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Optional<Instant> findInstant(String name) throws FeedFormatException {
    return has(name) ? Optional.of(instant(name)) : Optional.empty();
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
