package io.mailprobe.app.monitoring;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A place in a parsed YAML or JSON document. Asking for what is not there fails with the place.
 *
 * @param place where in which document
 * @param value what is there
 */
record Yaml(String place, @Nullable Object value) {

  /** What YAML 1.1 and Compose merge into a mapping. */
  private static final String MERGED = "<<";

  Yaml at(String key) {
    if (!has(key)) {
      throw new AssertionError(place + " has no " + key);
    }
    return map().containsKey(key)
        ? new Yaml(place + "." + key, map().get(key))
        : new Yaml(place, map().get(MERGED)).at(key);
  }

  boolean has(String key) {
    return value instanceof Map<?, ?> map
        && (map.containsKey(key) || new Yaml(place, map.get(MERGED)).has(key));
  }

  Map<?, ?> map() {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw isNot("a mapping");
  }

  List<String> keys() {
    return map().keySet().stream().map(String::valueOf).toList();
  }

  List<Yaml> items() {
    if (value instanceof List<?> list) {
      return IntStream.range(0, list.size())
          .mapToObj(i -> new Yaml(place + "[" + i + "]", list.get(i)))
          .toList();
    }
    throw isNot("a list");
  }

  /** The texts of a list, or nothing where the key is not there. */
  List<String> texts(String key) {
    return has(key) ? at(key).items().stream().map(Yaml::text).toList() : List.of();
  }

  String text() {
    if (value == null || value instanceof Map || value instanceof List) {
      throw isNot("a text");
    }
    return value.toString();
  }

  private AssertionError isNot(String wanted) {
    return new AssertionError(place + " is not " + wanted + ": " + value);
  }
}
