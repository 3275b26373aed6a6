package io.mailprobe.prober.canary;

import io.mailprobe.protocol.session.SessionReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What a canary has seen of one front end.
 *
 * @param endpoint its address and port, such as {@code 127.0.1.11:25}
 * @param name the name that it gave itself last; before it did, the one it was found by
 * @param forest the forest that one of its names told
 * @param listed whether the name servers still tell of it
 * @param latest the latest session; empty before the first
 * @param since since when its sessions end as the latest did
 * @param failedInARow how many of the latest sessions failed, up to one that did not
 */
public record FrontEndView(
    String endpoint,
    String name,
    Optional<String> forest,
    boolean listed,
    Optional<SessionReport> latest,
    Instant since,
    int failedInARow) {}
