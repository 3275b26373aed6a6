package io.mailprobe.simulator.frontend;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What MAIL or RCPT says (RFC 5321 4.1.1.2, 4.1.1.3).
 *
 * @param address the address; empty for the null sender
 * @param size the size that the client declares (RFC 1870); 0 where it does not
 */
record Envelope(String address, long size) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:FROM|TO): ?<(|[!-;=?-~&&[^@]]{1,64}@[!-;=?-~&&[^@]]{1,255})>((?: [!-~]+)*) *",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SIZE =
      Pattern.compile(" SIZE=(\\d{1,18})(?: |$)", Pattern.CASE_INSENSITIVE);

  /** Reads the argument of MAIL or RCPT; empty where it is not one. */
  static Optional<Envelope> parse(String keyword, String argument) {
    Matcher form = FORM.matcher(argument);
    if (!argument.regionMatches(true, 0, keyword + ":", 0, keyword.length() + 1)
        || !form.matches()) {
      return Optional.empty();
    }
    Matcher size = SIZE.matcher(form.group(2));
    return Optional.of(
        new Envelope(form.group(1), size.find() ? Long.parseLong(size.group(1)) : 0));
  }
}
