package io.mailprobe.receiver.listen;

/**
 * Reads message content up to CRLF.CRLF, and to nothing else (RFC 5321 4.1.1.4), undoing the
 * dot-stuffing (4.5.2).
 */
final class DataReader {

  private enum State {
    LINE_START,
    IN_LINE,
    AFTER_CR,
    AFTER_DOT,
    AFTER_DOT_CR
  }

  private final Wire wire;

  DataReader(Wire wire) {
    this.wire = wire;
  }

  /** Reads it all into the content; false where the input ends first. */
  boolean readDotted(Content content) {
    State state = State.LINE_START;
    while (true) {
      int b = wire.read();
      if (b < 0) {
        return false;
      }
      switch (state) {
        case LINE_START -> {
          if (b == '.') {
            state = State.AFTER_DOT;
            continue;
          }
        }
        case AFTER_CR -> {
          if (b == '\n') {
            content.append((byte) b);
            state = State.LINE_START;
            continue;
          }
        }
        case AFTER_DOT -> {
          if (b == '\r') {
            state = State.AFTER_DOT_CR;
            continue;
          }
        }
        case AFTER_DOT_CR -> {
          if (b == '\n') {
            return true;
          }
          content.append((byte) '\r');
        }
        case IN_LINE -> {}
      }
      content.append((byte) b);
      state = b == '\r' ? State.AFTER_CR : State.IN_LINE;
    }
  }

  /** Reads so many bytes as they are (RFC 3030 2); false where the input ends first. */
  boolean readChunk(long length, Content content) {
    for (long i = 0; i < length; i++) {
      int b = wire.read();
      if (b < 0) {
        return false;
      }
      content.append((byte) b);
    }
    return true;
  }
}
