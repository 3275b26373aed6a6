package io.mailprobe.protocol.trace;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Time zones as mail systems write them: {@code +hhmm}, the names of RFC 5322 4.3, and names beyond
 * those that mean the same everywhere. Names that do not, such as IST, are not known.
 */
final class Zones {

  private static final Pattern NUMERIC =
      Pattern.compile("(?:GMT|UTC|UT)?([+-])(\\d{1,2})(?::?(\\d{2}))?", Pattern.CASE_INSENSITIVE);

  /** Nobody is farther from Greenwich than that. */
  private static final int MOST_MINUTES = 15 * 60;

  private static final Map<String, Integer> BY_NAME =
      Map.ofEntries(
          Map.entry("GMT", 0),
          Map.entry("UT", 0),
          Map.entry("UTC", 0),
          Map.entry("EST", -300),
          Map.entry("EDT", -240),
          Map.entry("CST", -360),
          Map.entry("CDT", -300),
          Map.entry("MST", -420),
          Map.entry("MDT", -360),
          Map.entry("PST", -480),
          Map.entry("PDT", -420),
          Map.entry("AKST", -540),
          Map.entry("AKDT", -480),
          Map.entry("HST", -600),
          Map.entry("WET", 0),
          Map.entry("WEST", 60),
          Map.entry("BST", 60),
          Map.entry("CET", 60),
          Map.entry("MET", 60),
          Map.entry("CEST", 120),
          Map.entry("MEST", 120),
          Map.entry("EET", 120),
          Map.entry("EEST", 180),
          Map.entry("MSK", 180),
          Map.entry("HKT", 480),
          Map.entry("SGT", 480),
          Map.entry("JST", 540),
          Map.entry("KST", 540),
          Map.entry("AEST", 600),
          Map.entry("AEDT", 660),
          Map.entry("NZST", 720),
          Map.entry("NZDT", 780));

  private Zones() {}

  /** How many minutes the zone is ahead of UTC; empty where that is not known. */
  static Optional<Integer> minutes(String zone) {
    Matcher numeric = NUMERIC.matcher(zone);
    if (numeric.matches()) {
      int hours = Integer.parseInt(numeric.group(2));
      int minutes = numeric.group(3) == null ? 0 : Integer.parseInt(numeric.group(3));
      int ahead = hours * 60 + minutes;
      return minutes > 59 || ahead > MOST_MINUTES
          ? Optional.empty()
          : Optional.of(numeric.group(1).equals("-") ? -ahead : ahead);
    }
    // A military letter says nothing about the zone: it was defined the wrong way round once.
    return isMilitary(zone)
        ? Optional.of(0)
        : Optional.ofNullable(BY_NAME.get(zone.toUpperCase(Locale.ROOT)));
  }

  private static boolean isMilitary(String zone) {
    return zone.length() == 1 && zone.matches("[A-IK-Za-ik-z]");
  }
}
