/**
 * Store and forward: what a front end has accepted waits here, with a latency, faults and retries,
 * until a sender has delivered it. Start at {@link io.mailprobe.simulator.queue.TransportQueue}.
 */
@NullMarked
package io.mailprobe.simulator.queue;

import org.jspecify.annotations.NullMarked;
