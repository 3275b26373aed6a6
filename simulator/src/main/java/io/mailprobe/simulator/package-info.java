/**
 * A stand-in Exchange Online for the demo and for tests: front ends, queues, outbound senders,
 * faults. Start at {@link io.mailprobe.simulator.Simulator}; {@link
 * io.mailprobe.simulator.scenario.Scenario} is what can be played on it.
 */
@NullMarked
package io.mailprobe.simulator;

import org.jspecify.annotations.NullMarked;
