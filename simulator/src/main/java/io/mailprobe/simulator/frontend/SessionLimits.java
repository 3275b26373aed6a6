package io.mailprobe.simulator.frontend;

import java.time.Duration;

/**
 * What a client may ask of a front end.
 *
 * @param sessions the most sessions at a time
 * @param messageBytes the largest message
 * @param recipients the most recipients of a message
 * @param mistakes after so many refused commands the session is closed
 * @param submissions the most submissions of one mailbox at a time
 * @param idle how long a client may say nothing
 * @param whole how long a session may last
 */
public record SessionLimits(
    int sessions,
    int messageBytes,
    int recipients,
    int mistakes,
    int submissions,
    Duration idle,
    Duration whole) {

  public SessionLimits {
    int least =
        Math.min(
            Math.min(sessions, messageBytes),
            Math.min(Math.min(recipients, mistakes), submissions));
    if (least < 1 || idle.toMillis() < 1 || idle.compareTo(whole) > 0) {
      throw new IllegalArgumentException("limits must leave room for one client");
    }
  }

  /** As Exchange Online, but for small messages, so that memory is enough for many. */
  public static SessionLimits standard() {
    return new SessionLimits(
        500, 4 << 20, 500, 20, 3, Duration.ofSeconds(60), Duration.ofMinutes(10));
  }
}
