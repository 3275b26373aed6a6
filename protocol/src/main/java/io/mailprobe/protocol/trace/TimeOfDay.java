package io.mailprobe.protocol.trace;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of day as it is written: with or without seconds, with or without a fraction of them.
 *
 * @param sinceMidnight the time; a leap second is the first one of the next minute
 * @param resolution how fine it is written
 */
record TimeOfDay(Duration sinceMidnight, Duration resolution) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9})\\d*)?)?");

  static Optional<TimeOfDay> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(form.group(1));
    int minute = Integer.parseInt(form.group(2));
    int second = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    if (hour > 23 || minute > 59 || second > 60) {
      return Optional.empty();
    }
    Duration whole = Duration.ofSeconds(hour * 3600L + minute * 60L + second);
    if (form.group(3) == null) {
      return Optional.of(new TimeOfDay(whole, Duration.ofMinutes(1)));
    }
    String fraction = form.group(4) == null ? "" : form.group(4);
    long unit = 1_000_000_000;
    for (int i = 0; i < fraction.length(); i++) {
      unit /= 10;
    }
    long nanos = fraction.isEmpty() ? 0 : Long.parseLong(fraction) * unit;
    return Optional.of(new TimeOfDay(whole.plusNanos(nanos), Duration.ofNanos(unit)));
  }
}
