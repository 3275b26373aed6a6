package io.mailprobe.prober.account;

import io.mailprobe.protocol.stamp.ProbeId;
import java.time.Instant;

/**
 * A probe that waits for its next attempt, as found on disk at start.
 *
 * @param probe the probe
 * @param route the name of its route, which may be configured no more
 * @param scheduled its tick, by the clock as it is set now
 * @param due when it was to be tried again
 */
public record PendingRetry(ProbeId probe, String route, Instant scheduled, Instant due) {}
