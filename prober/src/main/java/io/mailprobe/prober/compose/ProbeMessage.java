package io.mailprobe.prober.compose;

/**
 * A probe's message, ready to be submitted.
 *
 * @param sender the envelope sender, to which reports on it return; empty for the null path
 * @param recipient the envelope recipient
 * @param text the message, one character for each byte, with CRLF line ends
 */
public record ProbeMessage(String sender, String recipient, String text) {}
