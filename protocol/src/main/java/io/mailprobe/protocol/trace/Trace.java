package io.mailprobe.protocol.trace;

import java.util.List;
import java.util.Optional;

/**
 * What a header block says of the message's way. The order of the Received fields is that of the
 * servers, the first one at the bottom, whatever stands between them and whatever their clocks say.
 *
 * @param received the servers that took the message, the first one first
 * @param marks what Exchange Online wrote beside them
 */
public record Trace(List<Received> received, ExchangeMarks marks) {

  /** More would be a loop that no mail system lets go on. */
  private static final int MOST = 100;

  public Trace {
    received = List.copyOf(received);
  }

  /** Reads a header block: any text is one. */
  public static Trace parse(String head) {
    List<HeaderField> fields = HeaderField.parse(head);
    List<Received> received =
        fields.stream()
            .filter(field -> field.is("Received"))
            .limit(MOST)
            .map(field -> Received.parse(field.value()))
            .flatMap(Optional::stream)
            .toList();
    return new Trace(received.reversed(), ExchangeMarks.of(fields));
  }
}
