package io.mailprobe.receiver.journal;

import java.util.Arrays;

/** The header block of a message. */
final class Head {

  private Head() {}

  /** The header block with its last line end, or as much of it as the limit allows. */
  static byte[] of(byte[] message, int limit) {
    int end = Math.min(message.length, limit);
    boolean lineStart = true;
    for (int i = 0; i < end; i++) {
      boolean emptyLine = lineStart && startsLineEnd(message, i);
      if (emptyLine) {
        return Arrays.copyOf(message, i);
      }
      lineStart = message[i] == '\n';
    }
    return Arrays.copyOf(message, end);
  }

  private static boolean startsLineEnd(byte[] message, int at) {
    boolean crlf = message[at] == '\r' && at + 1 < message.length && message[at + 1] == '\n';
    return crlf || message[at] == '\n';
  }
}
