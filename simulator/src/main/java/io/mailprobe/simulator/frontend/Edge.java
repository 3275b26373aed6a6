package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.queue.TransportQueue;
import io.mailprobe.simulator.stats.Tally;
import io.mailprobe.simulator.topology.Region;

/**
 * What the front ends of a region share.
 *
 * @param customer whose mail this is
 * @param region knows the names under which mailboxes submit; under any other, mail comes in
 * @param limits what a client may ask
 * @param faults those that strike sessions
 * @param queue where accepted messages wait
 * @param tally counts
 */
public record Edge(
    Customer customer,
    Region region,
    SessionLimits limits,
    FaultBoard faults,
    TransportQueue queue,
    Tally tally,
    Clock clock,
    Scheduler scheduler) {}
