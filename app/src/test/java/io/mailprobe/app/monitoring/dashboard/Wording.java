package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Json.object;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a number means in words, so that nobody has to tell states apart by their colours.
 *
 * @param words for 0, 1, 2, … in their order
 */
public record Wording(List<Word> words) {

  /** A word and its colour. */
  public record Word(String text, String colour) {}

  /** Of {@code route:mailprobe_state:code}. */
  public static final Wording STATE =
      of(
          "flowing", "green",
          "late", "yellow",
          "turned away", "orange",
          "stopped", "red",
          "not measured", "purple");

  /** Of {@link Queries#fault}. */
  public static final Wording FAULT =
      of(
          "nobody", "green",
          "Exchange Online", "red",
          "our receiver or network", "blue",
          "our credentials", "blue",
          "our sending rate", "blue",
          "our own set-up", "blue",
          "not measured", "purple",
          "cannot tell", "text");

  /** Of a target that Prometheus scrapes. */
  static final Wording UP = of("down", "red", "up", "green");

  /** Of a store. */
  static final Wording WRITABLE = of("not writable", "red", "writable", "green");

  /** Of a place that turns sessions away, or does not. */
  static final Wording REFUSING = of("well", "green", "refusing", "red");

  /** Of an alert. */
  static final Wording FIRING = of("silent", "green", "firing", "red");

  /** Of an issue that Microsoft tells of. */
  static final Wording ISSUE = of("resolved", "green", "open", "purple");

  public Wording {
    words = List.copyOf(words);
  }

  /** The number for a word. */
  public int number(String text) {
    int number = words.stream().map(Word::text).toList().indexOf(text);
    if (number < 0) {
      throw new IllegalArgumentException("no word for it: " + text);
    }
    return number;
  }

  /** As Grafana maps values. */
  List<Object> mappings() {
    Map<String, @Nullable Object> each = object();
    for (int i = 0; i < words.size(); i++) {
      each.put(
          Integer.toString(i),
          object("text", words.get(i).text(), "color", words.get(i).colour(), "index", i));
    }
    return List.of(object("type", "value", "options", each));
  }

  private static Wording of(String... textsAndColours) {
    return new Wording(
        IntStream.range(0, textsAndColours.length / 2)
            .mapToObj(i -> new Word(textsAndColours[2 * i], textsAndColours[2 * i + 1]))
            .toList());
  }
}
