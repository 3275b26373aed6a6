package io.mailprobe.app.report;

import java.util.List;
import java.util.Optional;

/**
 * A route's course, bucket by bucket. Of the probes with a tick in a bucket: how many, how many
 * were late, how many are not delivered, and by when how many had arrived, where what is not
 * delivered counts as longer than anything; so that nothing is silent that has not arrived yet. Of
 * the bucket's own time: how old the oldest in flight became, and how many were in flight at its
 * end.
 *
 * @param opened probes with a tick in it
 * @param late those that were not here by their deadline
 * @param undelivered those that were never delivered, or are in flight
 * @param p50 by when half of them had arrived, in seconds; empty where half did not
 * @param p95 by when 95 of a hundred had
 * @param longest the longest latency; empty where not all arrived
 * @param oldestAge how old the oldest probe in flight became in this time, in seconds
 * @param inFlight how many were in flight when it ended
 */
public record Series(
    List<Integer> opened,
    List<Integer> late,
    List<Integer> undelivered,
    List<Optional<Double>> p50,
    List<Optional<Double>> p95,
    List<Optional<Double>> longest,
    List<Double> oldestAge,
    List<Integer> inFlight) {}
