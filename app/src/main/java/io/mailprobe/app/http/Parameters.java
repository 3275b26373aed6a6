package io.mailprobe.app.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a query. Each reading either gives a value or refuses the request with a
 * sentence that says which parameter should look how.
 */
final class Parameters {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

  private final Map<String, List<String>> values;

  Parameters(Map<String, List<String>> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Refuses a request with any other parameter, since a misspelt one would not do what is meant.
   */
  void allow(List<String> names) throws RefusedException {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        String known = names.isEmpty() ? "it takes none" : "it takes " + String.join(", ", names);
        throw RefusedException.badRequest("unknown parameter '" + shown(name) + "': " + known);
      }
    }
  }

  Optional<String> text(String name) throws RefusedException {
    List<String> all = values.getOrDefault(name, List.of());
    if (all.size() > 1) {
      throw RefusedException.badRequest("parameter '" + name + "' is given more than once");
    }
    return all.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  int number(String name, int least, int most, int standard) throws RefusedException {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return standard;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw fault(name, "a whole number from " + least + " to " + most, text.get());
  }

  boolean flag(String name) throws RefusedException {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return false;
    }
    return switch (text.get()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw fault(name, "true or false", text.get());
    };
  }

  Optional<Instant> instant(String name) throws RefusedException {
    Optional<String> text = text(name);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException e) {
      throw fault(name, "an instant such as 2026-06-02T13:03:00Z", text.orElse(""));
    }
  }

  /** A duration such as {@code 500ms}, {@code 15s}, {@code 1m}; without a unit in seconds. */
  Duration duration(String name, Duration most) throws RefusedException {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      String unit = Optional.ofNullable(matcher.group(2)).orElse("s");
      Duration value =
          switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofSeconds(amount);
          };
      if (value.compareTo(most) <= 0) {
        return value;
      }
    }
    throw fault(name, "a duration such as 15s, up to " + most.toSeconds() + "s", text.get());
  }

  static RefusedException fault(String name, String form, String value) {
    return RefusedException.badRequest(
        "parameter '" + name + "' is " + form + ", not '" + shown(value) + "'");
  }

  private static String shown(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "…";
  }
}
