/**
 * An SMTP reply as one value (RFC 5321 4.2, RFC 3463). Start at {@link
 * io.mailprobe.protocol.reply.SmtpReply}; {@link io.mailprobe.protocol.reply.ReplyAssembler} makes
 * one from lines.
 */
@NullMarked
package io.mailprobe.protocol.reply;

import org.jspecify.annotations.NullMarked;
