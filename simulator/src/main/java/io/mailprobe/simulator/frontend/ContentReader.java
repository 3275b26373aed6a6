package io.mailprobe.simulator.frontend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one message after DATA up to CRLF dot CRLF, and takes the stuffed dots away (RFC 5321
 * 4.5.2). Nothing else ends a message, so that none can hide in another. Not more than the limit is
 * kept, but all is read, so that the dialogue stays in step.
 */
final class ContentReader {

  /**
   * A message as it came in.
   *
   * @param text one character for each byte; cut where it is too large
   * @param tooLarge whether it went over the limit
   * @param bareLineEnds whether it has a CR or LF that is not part of a CRLF
   */
  record Content(String text, boolean tooLarge, boolean bareLineEnds) {}

  private enum State {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR
  }

  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private State state = State.LINE_START;
  private boolean tooLarge;
  private boolean bareLineEnds;

  ContentReader(int limit) {
    this.limit = limit;
  }

  Content read(InputStream input) throws IOException {
    int next = readByte(input);
    while (state != State.DOT_CR || next != '\n') {
      take(next);
      next = readByte(input);
    }
    return new Content(kept.toString(ISO_8859_1), tooLarge, bareLineEnds);
  }

  private static int readByte(InputStream input) throws IOException {
    int next = input.read();
    if (next < 0) {
      throw new EOFException("the client went away within a message");
    }
    return next;
  }

  private void take(int next) {
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
  }

  private void keep(int next) {
    if (kept.size() < limit) {
      kept.write(next);
    } else {
      tooLarge = true;
    }
  }
}
