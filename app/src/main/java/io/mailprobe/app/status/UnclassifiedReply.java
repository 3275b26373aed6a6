package io.mailprobe.app.status;

import io.mailprobe.protocol.session.Phase;
import java.time.Instant;
import java.util.Optional;

/**
 * Refusing replies of one shape that no rule knows: those that differ in nothing but numbers and
 * names of servers.
 *
 * @param shape what they have in common
 * @param count how many sessions they ended, and delivery reports told of, since the process began
 * @param last when the newest came
 * @param phase where in a session it came; empty where a delivery report tells of it
 * @param region the region of its route
 * @param route its route
 * @param example the newest one, as it came
 */
public record UnclassifiedReply(
    String shape,
    long count,
    Instant last,
    Optional<Phase> phase,
    String region,
    String route,
    String example) {}
