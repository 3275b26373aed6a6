package io.mailprobe.receiver.listen;

/**
 * A whole message as it was read.
 *
 * @param envelope what the dialogue said about it
 * @param beginning its first bytes, up to {@value Content#MAX_KEPT}, dot-stuffing undone; not
 *     copied and not to be changed
 * @param size all its bytes
 * @param bareLineEnds how many CR and LF in it were not part of a CRLF, which RFC 5321 2.3.8
 *     forbids. Such a message is taken all the same: it cannot end its content early, and its
 *     delivery is what we measure
 */
@SuppressWarnings("ArrayRecordComponent") // Read once and dropped; a copy of each would be waste.
public record Message(Envelope envelope, byte[] beginning, long size, long bareLineEnds) {}
