package io.mailprobe.prober;

import io.mailprobe.prober.submit.Delivery;
import java.time.Duration;

/**
 * A configured way for messages to travel.
 *
 * @param name names the route in its region
 * @param region where the prober runs
 * @param prober the prober that owns its probes
 * @param path what it proves
 * @param every the cadence
 * @param deadline an arrival after this is late; one of {@link io.mailprobe.protocol.AgeBounds}
 * @param giveUp how long after its tick an unaccepted probe is still tried
 * @param lossDeadline how long after its tick an accepted probe is still awaited
 * @param maxInFlight a tick is skipped where this many probes of the route are in flight
 * @param from the header sender; the envelope sender too, unless reports can be led to an address
 *     of the probe's own
 * @param to whom its probes are for
 * @param delivery where they are handed in
 */
public record Route(
    String name,
    String region,
    String prober,
    Path path,
    Duration every,
    Duration deadline,
    Duration giveUp,
    Duration lossDeadline,
    int maxInFlight,
    String from,
    Recipient to,
    Delivery delivery) {

  /** The same route of another prober. */
  public Route ownedBy(String newProber) {
    return new Route(
        name,
        region,
        newProber,
        path,
        every,
        deadline,
        giveUp,
        lossDeadline,
        maxInFlight,
        from,
        to,
        delivery);
  }
}
