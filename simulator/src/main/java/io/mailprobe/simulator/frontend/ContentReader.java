package io.mailprobe.simulator.frontend;

/**
 * Reads one message after DATA, byte by byte up to CRLF dot CRLF, and takes the stuffed dots away
 * (RFC 5321 4.5.2). Nothing else ends a message, so that none can hide in another. Not more than
 * the limit is kept, but all is read, so that the dialogue stays in step.
 */
final class ContentReader {

  private enum State {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR
  }

  private final int limit;
  private final StringBuilder kept = new StringBuilder();
  private State state = State.LINE_START;
  private boolean tooLarge;
  private boolean bareLineEnds;

  ContentReader(int limit) {
    this.limit = limit;
  }

  /** Takes the next byte; whether it was the last of the message. */
  boolean take(char next) {
    if (state == State.DOT_CR && next == '\n') {
      return true;
    }
    if (state == State.LINE_START && next == '.') {
      state = State.DOT;
    } else if (state == State.DOT && next == '\r') {
      state = State.DOT_CR;
    } else {
      if (state == State.DOT_CR) {
        keep('\r');
      }
      boolean afterCr = state == State.CR || state == State.DOT_CR;
      bareLineEnds |= afterCr != (next == '\n');
      keep(next);
      state = next == '\r' ? State.CR : next == '\n' && afterCr ? State.LINE_START : State.TEXT;
    }
    return false;
  }

  /** The message so far. */
  Content content() {
    return new Content(kept.toString(), tooLarge, bareLineEnds);
  }

  private void keep(char next) {
    if (kept.length() < limit) {
      kept.append(next);
    } else {
      tooLarge = true;
    }
  }
}
