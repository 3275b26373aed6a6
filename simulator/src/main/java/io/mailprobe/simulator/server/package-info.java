/**
 * The servers of a region as far as their load matters: workers, the mail of all other customers
 * that waits for them, memory, refusals and restarts. Start at {@link
 * io.mailprobe.simulator.server.Servers}.
 */
@NullMarked
package io.mailprobe.simulator.server;

import org.jspecify.annotations.NullMarked;
