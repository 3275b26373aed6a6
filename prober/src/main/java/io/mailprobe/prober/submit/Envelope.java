package io.mailprobe.prober.submit;

/** What may stand in MAIL FROM and RCPT TO. */
final class Envelope {

  private Envelope() {}

  /** Fails unless both may be said as they are; only the sender may be empty. */
  static void require(String mailFrom, String rcptTo) {
    requirePath("sender", mailFrom);
    requirePath("recipient", rcptTo);
    if (rcptTo.isEmpty()) {
      throw new IllegalArgumentException("no recipient");
    }
  }

  /** An address goes between angle brackets into a command line, and must stay in there. */
  private static void requirePath(String role, String address) {
    if (address.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '<' || c == '>')) {
      throw new IllegalArgumentException(
          role + " is not an ASCII mail address: " + printable(address));
    }
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
