package io.mailprobe.simulator.frontend;

/**
 * A message, or a chunk of one, as it came in.
 *
 * @param text one character for each byte; cut where it is too large
 * @param tooLarge whether it went over the limit
 * @param bareLineEnds whether it has a CR or LF that is not part of a CRLF; not told of a chunk
 */
record Content(String text, boolean tooLarge, boolean bareLineEnds) {

  /** A chunk that is kept. */
  static Content chunk(String text) {
    return new Content(text, false, false);
  }

  /** A chunk that was too large to keep. */
  static Content lost() {
    return new Content("", true, false);
  }
}
