package io.mailprobe.simulator.frontend;

import io.mailprobe.simulator.topology.Connector;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Region;
import java.util.Optional;

/**
 * Who a client is, by what it has shown so far.
 *
 * @param mailbox the mailbox that it signed in to
 * @param channel how it came
 * @param connector the tenant's connector for its certificate
 */
record Visitor(Optional<Mailbox> mailbox, Channel channel, Optional<Connector> connector) {

  /** How a client came. */
  enum Channel {
    /** In clear text. */
    CLEAR,
    /** Under TLS, to the name for submission. */
    SUBMISSION,
    /** Under TLS, to the name for high volume email. */
    HIGH_VOLUME,
    /** Under TLS, to a mail exchanger. */
    EXCHANGER;

    /** That of a client under TLS that asked for a server by this name; empty for by none. */
    static Channel under(String serverName, Region region) {
      if (serverName.equals(region.highVolumeHost())) {
        return HIGH_VOLUME;
      }
      return serverName.equals(region.submissionHost()) ? SUBMISSION : EXCHANGER;
    }
  }

  /** Whether it came to where mailboxes submit. */
  boolean submits() {
    return channel == Channel.SUBMISSION || channel == Channel.HIGH_VOLUME;
  }
}
