/**
 * Delivers queued messages to their next hop as Exchange Online does, through Jakarta Mail's SMTP
 * transport, which only this package uses. Start at {@link
 * io.mailprobe.simulator.sender.OutboundSender}.
 */
@NullMarked
package io.mailprobe.simulator.sender;

import org.jspecify.annotations.NullMarked;
