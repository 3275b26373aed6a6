package io.mailprobe.protocol.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * What Exchange Online writes beside the Received fields.
 *
 * @param originalArrival when it took the message; on a message that went through it twice, the
 *     last time
 * @param proxiedBy the front end that a client submitted to
 * @param proxiedTo the mailbox server which that front end handed it to
 * @param networkMessageId the message's name in Microsoft's traces: for a support ticket
 * @param authSource the server that vouched for the sender
 */
public record ExchangeMarks(
    Optional<TraceTime> originalArrival,
    Optional<String> proxiedBy,
    Optional<String> proxiedTo,
    Optional<String> networkMessageId,
    Optional<String> authSource) {

  private static final String CROSS_TENANT = "X-MS-Exchange-CrossTenant-";
  private static final int LONGEST = 255;

  static ExchangeMarks of(List<HeaderField> fields) {
    List<String> proxied =
        first(fields, "X-ClientProxiedBy").map(ExchangeMarks::servers).orElse(List.of());
    return new ExchangeMarks(
        first(fields, CROSS_TENANT + "OriginalArrivalTime").flatMap(TraceTime::parse),
        proxied.stream().findFirst(),
        proxied.stream().skip(1).findFirst(),
        first(fields, CROSS_TENANT + "Network-Message-Id")
            .or(() -> first(fields, "X-MS-Office365-Filtering-Correlation-Id"))
            .filter(ExchangeMarks::isOneWord),
        first(fields, CROSS_TENANT + "AuthSource").filter(ExchangeMarks::isOneWord));
  }

  private static Optional<String> first(List<HeaderField> fields, String name) {
    return fields.stream().filter(field -> field.is(name)).map(HeaderField::value).findFirst();
  }

  private static boolean isOneWord(String value) {
    return !value.isEmpty()
        && value.length() <= LONGEST
        && value.chars().noneMatch(Character::isWhitespace);
  }

  /** {@code front-end (address) To mailbox-server (address)}. */
  private static List<String> servers(String value) {
    StringTokenizer words = new StringTokenizer(value, " \t");
    List<String> servers = new ArrayList<>();
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      boolean isName = !word.startsWith("(") && !word.equalsIgnoreCase("to") && isOneWord(word);
      if (isName) {
        servers.add(word);
      }
    }
    return servers;
  }

  /** Whether there is none of them. */
  public boolean isEmpty() {
    return originalArrival.isEmpty()
        && proxiedBy.isEmpty()
        && networkMessageId.isEmpty()
        && authSource.isEmpty();
  }
}
