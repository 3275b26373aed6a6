/**
 * The SMTP servers at the edge: client submission and anonymous inbound mail as Exchange Online
 * answers them. Start at {@link io.mailprobe.simulator.frontend.FrontEndServer}; {@code
 * SmtpSession} is one client's dialogue.
 */
@NullMarked
package io.mailprobe.simulator.frontend;

import org.jspecify.annotations.NullMarked;
