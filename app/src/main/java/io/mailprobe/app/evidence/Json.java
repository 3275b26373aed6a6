package io.mailprobe.app.evidence;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How values of the API are written: snake case, instants as ISO 8601 in UTC, absent as null. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Json() {}

  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Reads what was written so; empty for null. */
  static <T> Optional<T> parse(byte[] json, Class<T> type) {
    return Optional.ofNullable(MAPPER.readValue(json, type));
  }

  /** A duration in seconds with microseconds. */
  public static double seconds(Duration duration) {
    long micros = TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    return micros / 1e6;
  }
}
