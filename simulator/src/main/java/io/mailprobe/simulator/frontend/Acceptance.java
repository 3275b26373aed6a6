package io.mailprobe.simulator.frontend;

import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.QueuedMessage.Client;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.simulator.topology.Place;
import io.mailprobe.simulator.topology.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes responsibility for messages: one in the queue for each recipient. */
final class Acceptance {

  /** The purpose of a session's chance from which its messages draw theirs. */
  private static final long MESSAGES = 0;

  /** In the header; the value may stand on the next line. */
  private static final Pattern MESSAGE_ID =
      Pattern.compile(
          "^Message-ID:\\s{0,3}(<[!-~]{1,250}>)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final Edge edge;
  private final Place place;
  private final Replies replies;
  private final RandomGenerator random;

  Acceptance(Edge edge, Place place, Fate fate, Replies replies) {
    this.edge = edge;
    this.place = place;
    this.replies = replies;
    this.random = fate.generator(MESSAGES);
  }

  /** Queues the message; the reply that tells so. */
  String accept(Transaction transaction, Client client, String content) {
    String networkId = uuid();
    Instant now = edge.clock().wall();
    Duration carriedOver =
        client.mailbox().map(edge.customer().allowance()::carriedOver).orElse(Duration.ZERO);
    for (String recipient : transaction.recipients()) {
      Optional<String> redirect = sentOn(recipient);
      QueuedMessage message =
          new QueuedMessage(
              networkId,
              client.mailbox().isPresent() ? place.at(MailPath.OUTBOUND) : place,
              client,
              transaction.sender(),
              redirect.orElse(recipient),
              redirect.map(_ -> recipient),
              content,
              now);
      edge.queue().accept(message, Fate.drawn(random), carriedOver);
    }
    String messageId =
        messageId(content).orElseGet(() -> "<" + networkId + "@" + place.mailboxServer() + ">");
    return client.mailbox().isPresent()
        ? replies.submitted(messageId)
        : replies.queued(messageId, random.nextLong(1L << 46), content.length());
  }

  private Optional<String> sentOn(String recipient) {
    Tenant tenant = edge.customer().tenant();
    boolean ruleIsOff = edge.customer().settings().isBroken(TenantSetting.LOOP_RULE);
    return (ruleIsOff ? Optional.<String>empty() : tenant.redirect(recipient))
        .or(() -> tenant.forward(recipient));
  }

  private static Optional<String> messageId(String content) {
    int end = content.indexOf("\r\n\r\n");
    Matcher header = MESSAGE_ID.matcher(end < 0 ? content : content.substring(0, end));
    return header.find() ? Optional.of(header.group(1)) : Optional.empty();
  }

  /** A version 4 UUID of this session's own chance. */
  private String uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
