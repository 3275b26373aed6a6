package io.mailprobe.protocol.trace;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;

/** Reads one date-time word by word: what a word is follows from its form, not from its place. */
final class DateReader {

  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private static final int UNSET = -1;

  private final String text;
  private int day = UNSET;
  private int month = UNSET;
  private int year = UNSET;
  private Optional<TimeOfDay> time = Optional.empty();
  private Optional<Integer> offsetMinutes = Optional.empty();
  private boolean readable = true;

  DateReader(String text) {
    this.text = text;
  }

  Optional<TraceTime> read() {
    StringBuilder plain = new StringBuilder();
    StringBuilder comment = new StringBuilder();
    split(plain, comment);
    StringTokenizer words = new StringTokenizer(plain.toString(), " \t,");
    while (words.hasMoreTokens() && readable) {
      take(words.nextToken());
    }
    if (offsetMinutes.isEmpty()) {
      offsetMinutes = Zones.minutes(comment.toString().strip());
    }
    return readable ? instant() : Optional.empty();
  }

  /** Comments nest (RFC 5322 3.2.2); one that is not closed goes to the end. */
  private void split(StringBuilder plain, StringBuilder comment) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '(') {
        depth++;
        plain.append(' ');
      } else if (character == ')') {
        depth = Math.max(0, depth - 1);
      } else {
        (depth > 0 ? comment : plain).append(character);
      }
    }
  }

  private void take(String word) {
    char first = word.charAt(0);
    if (isDigit(first)) {
      takeNumeric(word);
    } else if ((first == '+' || first == '-') && time.isPresent()) {
      takeZone(word);
    } else if (Character.isLetter(first)) {
      takeName(word);
    } else {
      readable = false;
    }
  }

  private void takeNumeric(String word) {
    if (word.indexOf(':') > 0 && word.indexOf('-') != 4) {
      takeTime(word);
    } else if (word.chars().allMatch(c -> isDigit((char) c))) {
      takeNumber(word);
    } else {
      takeDate(word);
    }
  }

  private void takeNumber(String digits) {
    if (digits.length() <= 2 && day == UNSET) {
      day = Integer.parseInt(digits);
    } else if (digits.length() >= 2 && digits.length() <= 4 && year == UNSET) {
      year = fullYear(digits);
    } else {
      readable = false;
    }
  }

  /** Years of two and three digits: RFC 5322 4.3. */
  private static int fullYear(String digits) {
    int number = Integer.parseInt(digits);
    return switch (digits.length()) {
      case 2 -> number < 50 ? 2000 + number : 1900 + number;
      case 3 -> 1900 + number;
      default -> number;
    };
  }

  /** {@code 22-Nov-2026}, or ISO 8601, with or without its time. */
  private void takeDate(String word) {
    int end = Math.max(word.indexOf('T'), word.indexOf('t'));
    boolean iso = word.indexOf('-') == 4;
    String[] parts = (iso && end > 0 ? word.substring(0, end) : word).split("-", 4);
    if (parts.length != 3 || day != UNSET || month != UNSET || year != UNSET) {
      readable = false;
      return;
    }
    takeNumericPart(iso ? parts[2] : parts[0]);
    if (iso) {
      month = parts[1].matches("\\d{1,2}") ? Integer.parseInt(parts[1]) : 0;
    } else {
      month = month(parts[1]);
    }
    takeNumericPart(iso ? parts[0] : parts[2]);
    if (iso && end > 0 && readable) {
      takeTime(word.substring(end + 1));
    }
  }

  private void takeNumericPart(String digits) {
    if (digits.matches("\\d{1,4}")) {
      takeNumber(digits);
    } else {
      readable = false;
    }
  }

  private void takeTime(String word) {
    int end = 0;
    while (end < word.length() && isTimeCharacter(word.charAt(end))) {
      end++;
    }
    Optional<TimeOfDay> read = TimeOfDay.parse(word.substring(0, end));
    readable = time.isEmpty() && read.isPresent();
    time = read;
    if (end < word.length() && readable) {
      takeZone(word.substring(end));
    }
  }

  private static boolean isTimeCharacter(char character) {
    return isDigit(character) || character == ':' || character == '.';
  }

  private void takeName(String word) {
    int named = month == UNSET ? month(word) : 0;
    if (named > 0) {
      month = named;
    } else if (time.isPresent() && offsetMinutes.isEmpty()) {
      takeZone(word);
    }
    // Else the name of the day, in whatever language, or the zone's name beside its number.
  }

  private void takeZone(String word) {
    Optional<Integer> minutes = Zones.minutes(word);
    readable = readable && minutes.isPresent() && offsetMinutes.isEmpty();
    offsetMinutes = minutes;
  }

  /** From 1; 0 for what is no month. */
  private static int month(String word) {
    String name = word.toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    for (int i = 0; i < MONTHS.size() && plain.length() >= 3; i++) {
      if (plain.equals(MONTHS.get(i).substring(0, 3)) || plain.equals(MONTHS.get(i))) {
        return i + 1;
      }
    }
    return plain.equals("sept") ? 9 : 0;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private Optional<TraceTime> instant() {
    boolean inRange =
        month >= 1
            && month <= 12
            && year >= 1900
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth();
    if (!inRange || time.isEmpty() || offsetMinutes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceTime(
            LocalDate.of(year, month, day)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .plus(time.get().sinceMidnight())
                .minus(Duration.ofMinutes(offsetMinutes.get())),
            time.get().resolution()));
  }
}
