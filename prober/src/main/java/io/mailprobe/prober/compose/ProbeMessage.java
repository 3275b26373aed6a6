package io.mailprobe.prober.compose;

/**
 * A probe's message, ready to be submitted.
 *
 * @param recipient the envelope recipient
 * @param text the message, one character for each byte, with CRLF line ends
 */
public record ProbeMessage(String recipient, String text) {}
