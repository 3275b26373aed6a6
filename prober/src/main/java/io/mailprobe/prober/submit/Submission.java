package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.TranscriptLine;
import java.util.function.Consumer;

/**
 * All that one session needs.
 *
 * @param delivery where to and how
 * @param mailFrom the envelope sender; empty for the null sender
 * @param rcptTo the envelope recipient
 * @param message the message, one character for each byte, with CRLF line ends, not dot-stuffed
 * @param rotation which of the target's addresses of equal preference to begin with, modulo their
 *     number: for example the probe's sequence number plus that of the attempt, so that probes go
 *     round the front ends and a retry asks another one
 * @param listener hears each line of the redacted transcript as it happens, on the engine's thread
 */
public record Submission(
    Delivery delivery,
    String mailFrom,
    String rcptTo,
    String message,
    int rotation,
    Consumer<TranscriptLine> listener) {

  public Submission {
    Envelope.require(mailFrom, rcptTo);
    if (message.chars().anyMatch(c -> c > 0xFF)) {
      throw new IllegalArgumentException("message has characters that are not bytes");
    }
  }
}
