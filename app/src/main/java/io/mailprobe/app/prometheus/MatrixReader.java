package io.mailprobe.app.prometheus;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the answer to a range query as it comes: a day of many series is too much for a tree. It
 * looks for {@code {"metric":{...},"values":[[second,"value"],...]}} and passes over all else.
 */
final class MatrixReader {

  private MatrixReader() {}

  /** Reads all values into the series that this has for their labels. */
  static void read(JsonParser json, Function<SortedMap<String, String>, Series> series) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (name.equals("metric")) {
          labels = labels(json);
        } else if (name.equals("values")) {
          values(json, series.apply(labels));
        }
      }
    }
  }

  private static SortedMap<String, String> labels(JsonParser json) {
    SortedMap<String, String> labels = new TreeMap<>();
    JsonToken _ = json.nextToken();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken _ = json.nextToken();
      labels.put(name, json.getString());
    }
    return labels;
  }

  private static void values(JsonParser json, Series series) {
    JsonToken _ = json.nextToken();
    while (json.nextToken() == JsonToken.START_ARRAY) {
      JsonToken _ = json.nextToken();
      long second = json.getLongValue();
      JsonToken _ = json.nextToken();
      series.add(second, number(json.getString()));
      JsonToken _ = json.nextToken();
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
