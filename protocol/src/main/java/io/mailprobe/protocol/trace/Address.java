package io.mailprobe.protocol.trace;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as trace fields write them. */
final class Address {

  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  private static final int LONGEST = 64;

  private Address() {}

  /**
   * The address that a word is: bare or in brackets, with the tag of RFC 5321 4.1.3, a zone index
   * or a port, or an IPv4 address mapped into IPv6. Empty for anything else.
   */
  static Optional<String> of(String word) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String bare = word;
    if (bare.startsWith("[")) {
      int end = bare.indexOf(']');
      if (end < 0) {
        return Optional.empty();
      }
      bare = bare.substring(1, end);
    }
    if (bare.regionMatches(true, 0, "IPv6:", 0, 5)) {
      bare = bare.substring(5);
    }
    int zone = bare.indexOf('%');
    bare = (zone < 0 ? bare : bare.substring(0, zone)).toLowerCase(Locale.ROOT);
    String mapped = bare.startsWith("::ffff:") ? bare.substring(7) : bare;
    if (isIpv4(mapped)) {
      return Optional.of(mapped);
    }
    int port = bare.indexOf(':');
    if (port > 0 && isIpv4(bare.substring(0, port))) {
      return Optional.of(bare.substring(0, port));
    }
    return isIpv6(bare) ? Optional.of(bare) : Optional.empty();
  }

  private static boolean isIpv4(String text) {
    Matcher form = IPV4.matcher(text);
    if (!form.matches()) {
      return false;
    }
    for (int part = 1; part <= 4; part++) {
      if (Integer.parseInt(form.group(part)) > 255) {
        return false;
      }
    }
    return true;
  }

  /** RFC 4291 2.2: eight groups of up to four digits; one run of zeroes may be left out. */
  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    boolean twice = gap >= 0 && text.indexOf("::", gap + 1) >= 0;
    String[] groups = text.split(":", -1);
    if (twice || groups.length < 3 || groups.length > 9) {
      return false;
    }
    int given = 0;
    for (int i = 0; i < groups.length; i++) {
      boolean last = i == groups.length - 1;
      if (last && isIpv4(groups[i])) {
        given += 2;
      } else if (groups[i].matches("[0-9a-f]{1,4}")) {
        given++;
      } else if (!groups[i].isEmpty()) {
        return false;
      }
    }
    boolean startsWell = !text.startsWith(":") || text.startsWith("::");
    boolean endsWell = !text.endsWith(":") || text.endsWith("::");
    return startsWell && endsWell && (gap >= 0 ? given < 8 : given == 8);
  }
}
