package io.mailprobe.app.status;

import io.mailprobe.protocol.session.Phase;
import java.time.Instant;

/**
 * Refusing replies of one shape that no rule knows: those that differ in nothing but numbers and
 * names of servers.
 *
 * @param shape what they have in common
 * @param count how many sessions they ended since the process began
 * @param last when the newest came
 * @param phase where it came
 * @param region the region of its route
 * @param route its route
 * @param example the newest one, as it came
 */
public record UnclassifiedReply(
    String shape,
    long count,
    Instant last,
    Phase phase,
    String region,
    String route,
    String example) {}
