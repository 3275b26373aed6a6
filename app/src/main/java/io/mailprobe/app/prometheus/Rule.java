package io.mailprobe.app.prometheus;

import java.time.Duration;
import java.util.SortedMap;

/** A rule as Prometheus has understood it. */
public sealed interface Rule {

  /** The name of what it records, or of the alert. */
  String name();

  /** Its expression. */
  String expression();

  /** The labels that it sets; of an alert they may be templates. */
  SortedMap<String, String> labels();

  /** It writes what its expression yields as a series. */
  record Recording(String name, String expression, SortedMap<String, String> labels)
      implements Rule {}

  /**
   * It fires for each element that its expression yields.
   *
   * @param hold for how long one must be there before it fires
   * @param keepFiring for how long it fires on when the element is gone
   */
  record Alerting(
      String name,
      String expression,
      SortedMap<String, String> labels,
      Duration hold,
      Duration keepFiring)
      implements Rule {}

  /** Whether its expression reads a series of this name. */
  default boolean reads(String series) {
    int at = expression().indexOf(series);
    while (at >= 0) {
      int end = at + series.length();
      if ((at == 0 || !isNamePart(expression().charAt(at - 1)))
          && (end == expression().length() || !isNamePart(expression().charAt(end)))) {
        return true;
      }
      at = expression().indexOf(series, end);
    }
    return false;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == ':';
  }
}
