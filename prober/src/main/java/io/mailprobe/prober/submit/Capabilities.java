package io.mailprobe.prober.submit;

import io.mailprobe.protocol.reply.SmtpReply;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
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

  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** Those of a server that only knows HELO. */
  static final Capabilities NONE = new Capabilities(false, false, Set.of());

  static Capabilities of(SmtpReply ehlo) {
    List<String[]> lines = ehlo.lines().stream().skip(1).flatMap(Capabilities::words).toList();
    Set<String> keywords = lines.stream().map(words -> words[0]).collect(Collectors.toSet());
    // Old servers write AUTH=LOGIN, some beside the form of the standard.
    Set<String> mechanisms =
        lines.stream()
            .filter(words -> words[0].equals("AUTH"))
            .flatMap(words -> Arrays.stream(words).skip(1))
            .collect(Collectors.toUnmodifiableSet());
    return new Capabilities(keywords.contains("STARTTLS"), keywords.contains("SIZE"), mechanisms);
  }

  private static Stream<String[]> words(String line) {
    String upper = line.toUpperCase(Locale.ROOT).strip();
    String separated = upper.startsWith("AUTH=") ? ("AUTH " + upper.substring(5)).strip() : upper;
    return separated.isEmpty() ? Stream.empty() : Stream.<String[]>of(SPACES.split(separated, -1));
  }
}
