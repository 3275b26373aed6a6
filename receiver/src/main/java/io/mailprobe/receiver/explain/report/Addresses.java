package io.mailprobe.receiver.explain.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses as reports write them: {@code rfc822; <user@example.net>}, or without the type, or with
 * characters written as numbers (xtext of RFC 3461 4, unitext of RFC 6533 3).
 */
final class Addresses {

  private static final Pattern TYPE = Pattern.compile("^\\s*[A-Za-z0-9-]{1,20}\\s*;\\s*");
  private static final Pattern XTEXT = Pattern.compile("(?:\\+[0-9A-F]{2})+");
  private static final Pattern UNITEXT = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})}");
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>;,()\"]{1,200}@[^\\s<>;,()\"]{1,255}");

  private Addresses() {}

  /** A value without its type, such as {@code dns;} or {@code smtp;}. */
  static String withoutType(String value) {
    return TYPE.matcher(value).replaceFirst("").strip();
  }

  /**
   * The address in a field as it stands, and then what it would be if what looks like numbers in it
   * were some: a plus sign may be no more than that.
   */
  static List<String> in(String field) {
    String value = withoutType(field);
    Matcher address = ADDRESS.matcher(value);
    List<String> readings = new ArrayList<>();
    readings.add(address.find() ? address.group() : value);
    String decoded = decode(readings.getFirst());
    if (!decoded.equals(readings.getFirst())) {
      readings.add(decoded);
    }
    return readings;
  }

  private static String decode(String address) {
    String plain =
        UNITEXT
            .matcher(address)
            .replaceAll(one -> Matcher.quoteReplacement(character(one.group(1))));
    return XTEXT.matcher(plain).replaceAll(one -> Matcher.quoteReplacement(bytes(one.group())));
  }

  private static String character(String hex) {
    int point = Integer.parseInt(hex, 16);
    return Character.isValidCodePoint(point) ? Character.toString(point) : "";
  }

  private static String bytes(String xtext) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < xtext.length(); i += 3) {
      bytes.write(Integer.parseInt(xtext.substring(i + 1, i + 3), 16));
    }
    return bytes.toString(UTF_8);
  }
}
