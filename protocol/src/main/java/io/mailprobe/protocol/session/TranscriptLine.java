package io.mailprobe.protocol.session;

import java.time.Duration;

/**
 * One line of a session's dialogue, redacted: credentials are never in it, a message only as its
 * size.
 *
 * @param at since the session began, by the monotonic clock
 * @param from who said it
 * @param text what was said, without line end
 */
public record TranscriptLine(Duration at, Speaker from, String text) {

  /** Who a line of a transcript is from. */
  public enum Speaker {
    /** We, the client. */
    CLIENT('>'),
    /** The peer, the server. */
    SERVER('<'),
    /** A remark of the engine: connected, TLS made, closed by the peer. */
    NOTE('*');

    private final char mark;

    Speaker(char mark) {
      this.mark = mark;
    }

    /** The sign before a line in print. */
    public char mark() {
      return mark;
    }
  }

  /** The line as people read it: {@code 0.012 < 220 mx.example.net ESMTP}. */
  @Override
  public String toString() {
    return "%d.%03d %c %s".formatted(at.toSeconds(), at.toMillisPart(), from.mark(), text);
  }
}
