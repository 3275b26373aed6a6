package io.mailprobe.app.metrics.otlp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a collector did not take of a push that it answered with 200.
 *
 * @param points how many data points
 * @param why in its own words; may be empty
 */
record Refused(long points, String why) {

  private static final int MOST_WORDS = 200;

  /**
   * Reads an ExportMetricsServiceResponse; empty where all was taken, or where the answer is none.
   */
  static Optional<Refused> of(byte[] response) {
    try {
      return partialSuccess(ByteBuffer.wrap(response)).map(Refused::read);
    } catch (RuntimeException _) {
      return Optional.empty(); // Not what the protocol says: HTTP's 200 is all there is.
    }
  }

  private static Optional<ByteBuffer> partialSuccess(ByteBuffer message) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      ByteBuffer content = content(message, tag);
      if (tag == ((1 << 3) | 2)) {
        return Optional.of(content);
      }
    }
    return Optional.empty();
  }

  private static Refused read(ByteBuffer message) {
    long points = 0;
    String why = "";
    while (message.hasRemaining()) {
      long tag = varint(message);
      if (tag == 1 << 3) {
        points = varint(message);
      } else {
        ByteBuffer content = content(message, tag);
        if (tag == ((2 << 3) | 2)) {
          String words = StandardCharsets.UTF_8.decode(content).toString().replaceAll("\\s+", " ");
          why = words.substring(0, Math.min(words.length(), MOST_WORDS));
        }
      }
    }
    return new Refused(points, why);
  }

  /** What follows a tag, as bytes. */
  private static ByteBuffer content(ByteBuffer message, long tag) {
    int length =
        switch ((int) (tag & 7)) {
          case 0 -> {
            int begin = message.position();
            varint(message);
            int end = message.position();
            message.position(begin);
            yield end - begin;
          }
          case 1 -> 8;
          case 2 -> Math.toIntExact(varint(message));
          case 5 -> 4;
          default -> throw new IllegalArgumentException("no wire type: " + tag);
        };
    ByteBuffer content = message.slice(message.position(), length);
    message.position(message.position() + length);
    return content;
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = message.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }

  /** Whether anything was refused; a message alone is advice. */
  boolean any() {
    return points > 0;
  }
}
