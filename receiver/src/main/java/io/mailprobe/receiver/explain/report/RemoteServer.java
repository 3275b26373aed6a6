package io.mailprobe.receiver.explain.report;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server that was tried last, as far as it is told.
 *
 * @param name its host name
 * @param address its IP address
 */
record RemoteServer(Optional<String> name, Optional<String> address) {

  private static final String NAME =
      "(?<name>(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})\\.){1,20}[A-Za-z][A-Za-z0-9-]{0,62})\\.?";
  private static final String IP =
      "(?<ip>(?:\\d{1,3}\\.){3}\\d{1,3}|(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{2,39}(?:(?:\\d{1,3}\\.){3}\\d{1,3})?)";

  /** How Exchange Online, Postfix, Exim, Gmail and qmail write it, one after the other. */
  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("\\[LastAttemptedServerName=" + NAME),
          Pattern.compile("\\{FQDN=" + NAME),
          Pattern.compile("\\b(?:host|to|with|from|at)\\s+" + NAME + "\\s?[\\[(]" + ipOnly()),
          Pattern.compile("\\b[Ss]erver at " + NAME),
          Pattern.compile(NAME + "\\s?[\\[(]" + ipOnly() + "[\\])]"));

  private static final List<Pattern> IPS =
      List.of(
          Pattern.compile("\\[LastAttemptedIP=\\[?" + IP),
          Pattern.compile("\\{IP=\\[?" + IP),
          Pattern.compile(
              "\\b(?:host|to|with|from|at)\\s+\\S{1,255}?\\s?[\\[(](?:IPv6:)?" + IP + "[\\]),]"),
          Pattern.compile("\\b(?:Connected to|Giving up on) " + IP),
          Pattern.compile("[A-Za-z0-9]\\s?[\\[(](?:IPv6:)?" + IP + "[\\])]"),
          Pattern.compile("(?m)^" + IP + " (?:does not like|failed)"));

  private static final Pattern NAME_ALONE = Pattern.compile("^" + NAME);
  private static final Pattern IP_ALONE = Pattern.compile("(?<![\\w.:])" + IP + "(?![\\w.:])");

  static final RemoteServer UNKNOWN = new RemoteServer(Optional.empty(), Optional.empty());

  private static String ipOnly() {
    return "(?:IPv6:)?[0-9A-Fa-f.:]{2,45}";
  }

  /** As the field Remote-MTA names it. */
  static RemoteServer inField(String field) {
    String value = Addresses.withoutType(field);
    return new RemoteServer(
        first(List.of(NAME_ALONE), value, "name"), first(List.of(IP_ALONE), value, "ip"));
  }

  /** As a diagnostic or a sentence names it. */
  static RemoteServer inText(String text) {
    return new RemoteServer(first(NAMES, text, "name"), first(IPS, text, "ip"));
  }

  /** This, and what the other knows beyond it. */
  RemoteServer or(RemoteServer other) {
    return new RemoteServer(name.or(other::name), address.or(other::address));
  }

  private static Optional<String> first(List<Pattern> patterns, String text, String group) {
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return Optional.of(withoutPort(matcher.group(group)));
      }
    }
    return Optional.empty();
  }

  /** IPv6 takes no port in this notation, but Exchange Online writes one all the same. */
  private static String withoutPort(String found) {
    boolean sixWithPort = found.endsWith(":25") && found.contains("::");
    return sixWithPort ? found.substring(0, found.length() - 3) : found;
  }
}
