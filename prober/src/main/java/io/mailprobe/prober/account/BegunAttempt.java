package io.mailprobe.prober.account;

import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Instant;

/**
 * An attempt that the ledger has on disk as begun: only now may its session start.
 *
 * @param probe the probe that is tried
 * @param sequence its number among the probes of its route
 * @param scheduled its tick
 * @param due the same by the clock as it was set when this attempt began
 * @param firstAttempt when its first attempt began
 * @param started when this one began
 * @param number counts its attempts from 1
 */
public record BegunAttempt(
    ProbeId probe,
    long sequence,
    Instant scheduled,
    Instant due,
    Instant firstAttempt,
    Instant started,
    int number) {}
