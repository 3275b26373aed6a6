package io.mailprobe.app.config.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A section as JSON Schema (draft 2020-12), for editors: they complete keys and mark those that
 * there are not. What must hold between keys is beyond it.
 */
public final class JsonSchema {

  private static final String TYPE = "type";
  private static final String STRING = "string";

  private JsonSchema() {}

  /** The schema of a section, to be written as JSON. */
  public static Map<String, Object> of(Section<?> section) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Key<?> key : section.keys()) {
      Map<String, Object> property = new LinkedHashMap<>(of(key.kind()));
      property.put("description", key.meaning() + " (if left out: " + key.otherwise() + ")");
      properties.put(key.name(), property);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(TYPE, "object");
    schema.put("additionalProperties", false);
    schema.put(
        "required", section.keys().stream().filter(Key::required).<String>map(Key::name).toList());
    schema.put("properties", properties);
    return schema;
  }

  private static Map<String, Object> of(Kind<?> kind) {
    return switch (kind) {
      case Section<?> section -> of(section);
      case Listing<?> list -> listing(list);
      case Included<?> included ->
          Map.of("anyOf", List.of(of(included.inPlace()), Map.of(TYPE, STRING)));
      case Scalar<?> scalar -> scalar(scalar);
    };
  }

  private static Map<String, Object> listing(Listing<?> list) {
    Map<String, Object> items = of(list.element());
    Map<String, Object> array =
        new TreeMap<>(Map.of(TYPE, "array", "items", items, "minItems", list.least()));
    return list.alone() ? new TreeMap<>(Map.of("anyOf", List.of(items, array))) : array;
  }

  /** YAML has numbers and truth values of its own where we read text. */
  private static Map<String, Object> scalar(Scalar<?> scalar) {
    if (scalar.label().matches("[a-z0-9_-]+( \\| [a-z0-9_-]+)+")) {
      List<Object> choices =
          List.of(scalar.label().split(" \\| ")).stream().map(JsonSchema::plain).toList();
      return Map.of("enum", choices);
    }
    return switch (scalar.label()) {
      case "number" -> Map.of(TYPE, "integer");
      case "decimal" -> Map.of(TYPE, "number");
      case "share", "size" -> Map.of(TYPE, List.of("number", STRING));
      case "duration" -> new TreeMap<>(Map.of(TYPE, STRING, "pattern", "^([0-9]+(ms|s|m|h|d))+$"));
      default -> Map.of(TYPE, STRING);
    };
  }

  private static Object plain(String choice) {
    return switch (choice) {
      case "true" -> true;
      case "false" -> false;
      default -> choice;
    };
  }
}
