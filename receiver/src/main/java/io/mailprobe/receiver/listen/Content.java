package io.mailprobe.receiver.listen;

import java.util.Arrays;

/** Message content while it is read: its beginning is kept, all of it is counted. */
final class Content {

  /** How much is kept: headers and text of any probe many times over. */
  static final int MAX_KEPT = 131_072;

  private static final int FIRST = 4_096;

  private byte[] kept = new byte[0];
  private int length;
  private long size;
  private long bareLineEnds;
  private byte last;

  void append(byte b) {
    if ((b == '\n') != (last == '\r')) {
      bareLineEnds++;
    }
    last = b;
    size++;
    if (length == MAX_KEPT) {
      return;
    }
    if (length == kept.length) {
      kept = Arrays.copyOf(kept, Math.clamp(2L * length, FIRST, MAX_KEPT));
    }
    kept[length++] = b;
  }

  long size() {
    return size;
  }

  Message toMessage(Envelope envelope) {
    long bare = bareLineEnds + (last == '\r' ? 1 : 0);
    return new Message(envelope, Arrays.copyOf(kept, length), size, bare);
  }
}
