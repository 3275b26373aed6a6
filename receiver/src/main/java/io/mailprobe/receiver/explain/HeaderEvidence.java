package io.mailprobe.receiver.explain;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.trace.HeaderField;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The part of a header block that goes to the prober with its arrival. A block of ordinary length
 * goes as it is; of a longer one what tells of the way comes first. The journal keeps all of it.
 */
public final class HeaderEvidence {

  /** A page of the feed stays far below what a prober reads at once. */
  static final int MOST = 12_288;

  private static final List<String> OF_THE_WAY =
      List.of(
          "received",
          "x-received",
          "x-clientproxiedby",
          "x-ms-exchange-crosstenant-",
          "x-ms-exchange-transport-crosstenantheadersstamped",
          "x-ms-exchange-forwardingloop",
          "x-ld-processed",
          "authentication-results",
          "return-path",
          "delivered-to",
          "date",
          "message-id",
          "subject",
          "x-mailprobe");

  private HeaderEvidence() {}

  /** The same arrival with the header block that is to go with it. */
  public static Arrival lighten(Arrival arrival) {
    return arrival.withHead(lighten(arrival.head()));
  }

  private static String lighten(String block) {
    String plain = printable(block);
    if (plain.length() <= MOST) {
      return plain;
    }
    List<HeaderField> fields = HeaderField.parse(plain);
    StringBuilder kept = new StringBuilder();
    append(kept, fields, HeaderEvidence::tellsOfTheWay);
    append(kept, fields, field -> !tellsOfTheWay(field));
    return kept.toString();
  }

  private static void append(
      StringBuilder kept, List<HeaderField> fields, Predicate<HeaderField> which) {
    for (HeaderField field : fields) {
      if (which.test(field) && kept.length() + field.raw().length() + 2 <= MOST) {
        kept.append(field.raw()).append("\r\n");
      }
    }
  }

  private static boolean tellsOfTheWay(HeaderField field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return OF_THE_WAY.stream().anyMatch(name::startsWith);
  }

  /** Control characters say nothing and would blow the page up: each becomes a question mark. */
  private static String printable(String block) {
    StringBuilder text = new StringBuilder(block.length());
    for (int i = 0; i < block.length(); i++) {
      char character = block.charAt(i);
      boolean shown = character >= ' ' && character != 0x7f;
      boolean space = character == '\t' || character == '\r' || character == '\n';
      text.append(shown || space ? character : '?');
    }
    return text.toString();
  }
}
