package io.mailprobe.protocol.session;

import io.mailprobe.protocol.reply.SmtpReply;
import java.time.Duration;
import java.util.Optional;

/**
 * How long one phase took, by the monotonic clock.
 *
 * @param phase the phase
 * @param duration from its first byte sent (or its start of waiting) to its reply or its end
 * @param reply the reply that ended it; empty for connect, and where none came
 */
public record PhaseTiming(Phase phase, Duration duration, Optional<SmtpReply> reply) {}
