package io.mailprobe.app.doctor.spf;

import io.mailprobe.app.doctor.spf.SpfResult.Verdict;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One word of a record (RFC 7208 4.6.1). */
sealed interface Term {

  /**
   * What matches a host, or does not.
   *
   * @param verdict what holds for the host if it matches
   * @param name in lower case
   * @param domain what stands behind the colon; empty if nothing does
   * @param prefix4 how many bits of an IPv4 address count
   * @param prefix6 how many of an IPv6 address
   */
  record Mechanism(Verdict verdict, String name, String domain, int prefix4, int prefix6)
      implements Term {}

  /** A setting, such as redirect. */
  record Modifier(String name, String value) implements Term {}

  /** Name, then {@code =} and a value. */
  Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)");

  /** Qualifier, name, value and prefix lengths. */
  Pattern MECHANISM =
      Pattern.compile(
          "([-+~?]?)([A-Za-z][A-Za-z0-9_.-]*)(?::([^/]+))?(?:/(\\d{1,3}))?(?://(\\d{1,3}))?");

  /** Reads a word. */
  static Term read(String word) throws SpfException {
    Matcher modifier = MODIFIER.matcher(word);
    if (modifier.matches()) {
      return new Modifier(modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
    }
    Matcher mechanism = MECHANISM.matcher(word);
    if (!mechanism.matches()) {
      throw SpfException.permanent("\"" + word + "\" is no term");
    }
    String name = mechanism.group(2).toLowerCase(Locale.ROOT);
    boolean six = name.equals("ip6");
    int first = bits(mechanism.group(4), six ? 128 : 32, word);
    int second = bits(mechanism.group(5), 128, word);
    return new Mechanism(
        verdict(mechanism.group(1)),
        name,
        mechanism.group(3) == null ? "" : mechanism.group(3),
        six ? 32 : first,
        six ? first : second);
  }

  private static int bits(String digits, int most, String word) throws SpfException {
    int bits = digits == null ? most : Integer.parseInt(digits);
    if (bits > most) {
      throw SpfException.permanent("\"" + word + "\" has too long a prefix");
    }
    return bits;
  }

  private static Verdict verdict(String qualifier) {
    return switch (qualifier) {
      case "-" -> Verdict.FAIL;
      case "~" -> Verdict.SOFTFAIL;
      case "?" -> Verdict.NEUTRAL;
      default -> Verdict.PASS;
    };
  }
}
