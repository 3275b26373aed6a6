/**
 * The SMTP servers at the edge: client submission and anonymous inbound mail as Exchange Online
 * answers them. Start at {@link io.mailprobe.simulator.frontend.FrontEndServer}; {@code Dialogue}
 * is one client's session.
 */
@NullMarked
package io.mailprobe.simulator.frontend;

import org.jspecify.annotations.NullMarked;
