package io.mailprobe.protocol.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a message's way: into a server that took it.
 *
 * @param stage what part of the way it is
 * @param server the server, by its name or else its address; empty where its field does not say
 * @param received its Received field; empty for our own receiver, which adds none
 * @param at when the server took the message, by its own clock
 * @param delay since the instant that is known before it; negative where the clocks disagree; empty
 *     where there is no instant
 */
public record Hop(
    Stage stage,
    Optional<String> server,
    Optional<Received> received,
    Optional<Instant> at,
    Optional<Duration> delay) {

  /** Whether two clocks disagree by more than this hop took. */
  public boolean isNegative() {
    return delay.filter(Duration::isNegative).isPresent();
  }
}
