package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.queue.TransportQueue;
import io.mailprobe.simulator.stats.Tally;
import io.mailprobe.simulator.topology.Tenant;

/** What the front ends of a region share. */
public record Edge(
    Tenant tenant,
    SessionLimits limits,
    Submissions submissions,
    FaultBoard faults,
    TransportQueue queue,
    Tally tally,
    Clock clock,
    Scheduler scheduler) {}
