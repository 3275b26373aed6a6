package io.mailprobe.app.doctor.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fills in what a record leaves open (RFC 7208 7).
 *
 * @param address the host
 * @param sender the envelope sender
 * @param helo what the host calls itself
 */
record Macros(InetAddress address, String sender, String helo) {

  private static final Pattern MACRO =
      Pattern.compile("%(?:([%_-])|\\{([A-Za-z])(\\d{0,3})(r?)([-.+,/_=]*)\\})");
  private static final int MOST = 253;

  /** A domain with its macros replaced; its end where it would be too long. */
  String expand(String text, String domain) throws SpfException {
    StringBuilder filled = new StringBuilder();
    Matcher macro = MACRO.matcher(text);
    int end = 0;
    while (macro.find()) {
      filled.append(text, end, macro.start());
      filled.append(macro.group(1) == null ? value(macro, domain) : literal(macro.group(1)));
      end = macro.end();
    }
    filled.append(text, end, text.length());
    if (filled.indexOf("%{") >= 0) {
      throw SpfException.permanent("\"" + text + "\" has a macro that is none");
    }
    String name = filled.toString();
    while (name.length() > MOST && name.indexOf('.') >= 0) {
      name = name.substring(name.indexOf('.') + 1);
    }
    return name;
  }

  private static String literal(String sign) {
    return switch (sign) {
      case "_" -> " ";
      case "-" -> "%20";
      default -> "%";
    };
  }

  private String value(Matcher macro, String domain) throws SpfException {
    String raw =
        switch (macro.group(2).toLowerCase(Locale.ROOT)) {
          case "s" -> sender;
          case "l" -> sender.substring(0, Math.max(0, sender.lastIndexOf('@')));
          case "o" -> sender.substring(sender.lastIndexOf('@') + 1);
          case "d" -> domain;
          case "i" -> dotted();
          case "v" -> address instanceof Inet4Address ? "in-addr" : "ip6";
          case "h" -> helo;
          case "p" -> "unknown"; // Discouraged (RFC 7208 7.3), and never worth the look-ups.
          default -> throw SpfException.permanent("%{" + macro.group(2) + "} is no macro");
        };
    String delimiters = macro.group(5).isEmpty() ? "." : macro.group(5);
    List<String> parts = Arrays.asList(raw.split("[" + Pattern.quote(delimiters) + "]", -1));
    if (!macro.group(4).isEmpty()) {
      Collections.reverse(parts);
    }
    int kept = macro.group(3).isEmpty() ? parts.size() : Integer.parseInt(macro.group(3));
    return parts.stream().skip(Math.max(0, parts.size() - kept)).collect(Collectors.joining("."));
  }

  /** An IPv6 address digit by digit (RFC 7208 7.3). */
  private String dotted() {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    StringBuilder digits = new StringBuilder();
    for (byte each : address.getAddress()) {
      digits.append(digits.isEmpty() ? "" : ".");
      digits.append(Integer.toHexString((each >> 4) & 0xF)).append('.');
      digits.append(Integer.toHexString(each & 0xF));
    }
    return digits.toString();
  }
}
