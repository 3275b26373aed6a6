package io.mailprobe.app.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How values of the API are written: snake case, instants as ISO 8601 in UTC, absent as null. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Json() {}

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A duration in seconds with microseconds. */
  static double seconds(Duration duration) {
    long micros = TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    return micros / 1e6;
  }
}
