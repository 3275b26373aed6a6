package io.mailprobe.app.config.bind;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 15s}, {@code 5m}, {@code 24h}, {@code 7d},
 * {@code 1h30m}.
 */
public final class Durations {

  private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,9}(?:ms|s|m|h|d))+");
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /** A duration within bounds, both included. */
  public static Kind<Duration> between(Duration least, Duration most) {
    return Kinds.scalar(
        "duration",
        text -> {
          Duration duration = parse(text);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new UnfitException(
                "expected a duration from " + print(least) + " to " + print(most));
          }
          return duration;
        });
  }

  /** Reads a duration of any length. */
  public static Duration parse(String text) throws UnfitException {
    if (!WHOLE.matcher(text).matches()) {
      throw new UnfitException(
          "expected a duration such as 30s or 5m",
          text.matches("[0-9]{1,9}") ? "a unit is missing: " + text + "s" : "");
    }
    Duration duration = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long number = Long.parseLong(part.group(1));
      duration =
          duration.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
              });
    }
    return duration;
  }

  /** Writes a duration in the largest unit that leaves no rest. */
  public static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3600 != 0) {
      return seconds / 60 + "m";
    }
    long hours = seconds / 3600;
    return hours > 24 && hours % 24 == 0 ? hours / 24 + "d" : hours + "h";
  }
}
