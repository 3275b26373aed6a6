package io.mailprobe.prober;

import io.mailprobe.prober.restraint.MailboxLimits;
import io.mailprobe.prober.submit.Delivery;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

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
 * @param limits what the mailbox may be asked for that they are sent through, where one is
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
    Delivery delivery,
    MailboxLimits limits) {

  /** A route with the limits of Exchange Online. */
  public Route(
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
    this(
        name,
        region,
        prober,
        path,
        every,
        deadline,
        giveUp,
        lossDeadline,
        maxInFlight,
        from,
        to,
        delivery,
        MailboxLimits.EXCHANGE_ONLINE);
  }

  /** The mailbox that its probes are sent through, in lower case; empty where nobody logs in. */
  public Optional<String> mailbox() {
    return delivery.auth().identity();
  }

  /** Whether its probes leave the domain of that mailbox. */
  public boolean leavesMailbox() {
    String domain =
        switch (to) {
          case Recipient.TokenAt(String given) -> given;
          case Recipient.Fixed(String address) -> address.substring(address.lastIndexOf('@') + 1);
        };
    return mailbox()
        .filter(mailbox -> mailbox.endsWith('@' + domain.toLowerCase(Locale.ROOT)))
        .isEmpty();
  }

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
        delivery,
        limits);
  }

  /** The same route with other limits. */
  public Route within(MailboxLimits newLimits) {
    return new Route(
        name,
        region,
        prober,
        path,
        every,
        deadline,
        giveUp,
        lossDeadline,
        maxInFlight,
        from,
        to,
        delivery,
        newLimits);
  }
}
