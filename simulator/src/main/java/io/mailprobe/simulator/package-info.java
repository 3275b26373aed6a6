/**
 * A stand-in Exchange Online for the demo and for tests: front ends, queues, outbound senders,
 * faults.
 */
@NullMarked
package io.mailprobe.simulator;

import org.jspecify.annotations.NullMarked;
