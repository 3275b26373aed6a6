package io.mailprobe.simulator.stats;

/**
 * One region's numbers since the start, all read at one moment. Messages are counted once for each
 * recipient, and {@code accepted + duplicated = queued + delivered + dropped + refused + expired}.
 *
 * @param sessions connections taken, refused ones included
 * @param struck faults, and refusals for overload, that struck a session
 * @param accepted messages that a front end took responsibility for
 * @param duplicated further copies that a fault made
 * @param queued copies that are waiting or on their way now
 * @param delivered copies that the next hop took
 * @param deferred deliveries that failed for now
 * @param dropped copies that a fault made disappear
 * @param refused copies that the next hop refused for good
 * @param expired copies that were given up after the longest time in the queue
 * @param reports delivery reports that were sent back; they are in no other of these numbers
 */
public record RegionStats(
    String region,
    long sessions,
    long struck,
    long accepted,
    long duplicated,
    long queued,
    long delivered,
    long deferred,
    long dropped,
    long refused,
    long expired,
    long reports) {}
