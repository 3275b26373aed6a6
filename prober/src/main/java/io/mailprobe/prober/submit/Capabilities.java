package io.mailprobe.prober.submit;

import io.mailprobe.protocol.reply.SmtpReply;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server offers in its reply to EHLO (RFC 5321 4.1.1.1), as far as we use it.
 *
 * @param startTls whether it offers STARTTLS
 * @param size whether it wants the message's size declared (RFC 1870)
 * @param mechanisms the AUTH mechanisms, in upper case
 */
record Capabilities(boolean startTls, boolean size, Set<String> mechanisms) {

  /** Those of a server that only knows HELO. */
  static final Capabilities NONE = new Capabilities(false, false, Set.of());

  static Capabilities of(SmtpReply ehlo) {
    Set<String> keywords = words(ehlo).map(words -> words[0]).collect(Collectors.toSet());
    // Old servers write AUTH=LOGIN, some beside the form of the standard.
    Set<String> mechanisms =
        words(ehlo)
            .filter(words -> words[0].equals("AUTH"))
            .flatMap(words -> Arrays.stream(words).skip(1))
            .collect(Collectors.toUnmodifiableSet());
    return new Capabilities(keywords.contains("STARTTLS"), keywords.contains("SIZE"), mechanisms);
  }

  private static Stream<String[]> words(SmtpReply ehlo) {
    return ehlo.lines().stream()
        .skip(1)
        .map(line -> line.toUpperCase(Locale.ROOT).replaceFirst("^AUTH=", "AUTH ").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> line.split("\\s+", -1));
  }
}
