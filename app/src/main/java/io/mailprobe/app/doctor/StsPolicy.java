package io.mailprobe.app.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An MTA-STS policy (RFC 8461 3.2).
 *
 * @param mode enforce, testing or none
 * @param servers names of mail servers; a wildcard may stand for the first label
 * @param maxAge how long it may be kept, in seconds
 */
record StsPolicy(String mode, List<String> servers, long maxAge) {

  private static final List<String> MODES = List.of("enforce", "testing", "none");

  StsPolicy {
    servers = List.copyOf(servers);
  }

  /** Reads a policy; empty if it is none. */
  static Optional<StsPolicy> parse(String text) {
    String version = "";
    String mode = "";
    String age = "";
    List<String> servers = new ArrayList<>();
    for (String line : text.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).strip()) {
        case "version" -> version = value;
        case "mode" -> mode = value.toLowerCase(Locale.ROOT);
        case "max_age" -> age = value;
        case "mx" -> servers.add(value);
        default -> {} // Others may be defined later (RFC 8461 3.2).
      }
    }
    boolean valid =
        version.equals("STSv1")
            && MODES.contains(mode)
            && age.matches("\\d{1,10}")
            && (mode.equals("none") || !servers.isEmpty());
    return valid
        ? Optional.of(new StsPolicy(mode, servers, Long.parseLong(age)))
        : Optional.empty();
  }

  /** Whether it admits a mail server. */
  boolean admits(String server) {
    return servers.stream().anyMatch(pattern -> ChainReading.matches(pattern, server));
  }

  /** Whether senders must not deliver where it is not kept. */
  boolean isEnforced() {
    return mode.equals("enforce");
  }
}
