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
 * @param rotation which of the target's addresses to begin with, modulo their number; the number of
 *     the attempt, so that a retry asks another front end
 * @param listener hears each line of the redacted transcript as it happens, on the engine's thread
 */
public record Submission(
    Delivery delivery,
    String mailFrom,
    String rcptTo,
    String message,
    int rotation,
    Consumer<TranscriptLine> listener) {}
