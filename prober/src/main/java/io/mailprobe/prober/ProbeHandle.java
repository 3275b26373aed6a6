package io.mailprobe.prober;

import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.stamp.ProbeId;
import java.util.concurrent.CompletableFuture;

/**
 * A probe that was asked for by hand.
 *
 * @param id the probe
 * @param firstSession what its first attempt showed; fails where the ledger could not be written
 * @param verdict what becomes of it; retries go on until then
 */
public record ProbeHandle(
    ProbeId id,
    CompletableFuture<SessionReport> firstSession,
    CompletableFuture<Verdict> verdict) {}
