package io.mailprobe.simulator.frontend;

import java.time.Duration;
import java.util.List;

/**
 * What a front end does when it is its turn: it says some lines, and then waits for something of
 * the client, or ends.
 *
 * @param lines what it says, without line ends
 * @param between what passes after each byte of it; mostly nothing
 * @param next what comes after
 */
record Turn(List<String> lines, Duration between, Next next) {

  Turn {
    lines = List.copyOf(lines);
  }

  /** To say nothing. */
  static Turn silently(Next next) {
    return new Turn(List.of(), Duration.ZERO, next);
  }

  /** To say one line at once. */
  static Turn saying(String line, Next next) {
    return new Turn(List.of(line), Duration.ZERO, next);
  }

  /** The same, and the end after it. */
  Turn closing() {
    return new Turn(lines, between, new Next.Close());
  }

  /** What a front end waits for, or how it ends the session. */
  sealed interface Next {

    /** The client's next line. */
    record Line() implements Next {}

    /** A message up to its final dot, of which no more than this is kept. */
    record Message(int limit) implements Next {}

    /** So many bytes, which are only kept where they are within the limit. */
    record Bytes(long count, int limit) implements Next {}

    /** The TLS handshake, which the front end begins so much later. */
    record Handshake(Duration late) implements Next {}

    /** The client's hello of TLS, to be answered by a fatal alert. */
    record FailedHandshake() implements Next {}

    /** Nothing more: what the client says is ignored for as long as the session may last. */
    record Silence() implements Next {}

    /** The end, in good order. */
    record Close() implements Next {}

    /** The end without a word, not even of TLS. */
    record Abort() implements Next {}

    /** The end by a reset. */
    record Reset() implements Next {}
  }
}
