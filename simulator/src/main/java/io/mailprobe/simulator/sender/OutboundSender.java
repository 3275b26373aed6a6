package io.mailprobe.simulator.sender;

import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.Sender;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.simulator.topology.Tenant;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one region's mail: from an address of the region's pool, a retry from the next, under
 * the name of its outbound unit, each message on a connection of its own, encrypted where the next
 * hop offers it and whatever its certificate.
 */
public final class OutboundSender implements Sender {

  private static final Logger LOG = LoggerFactory.getLogger(OutboundSender.class);

  private final Map<String, NextHop> nextHops;

  /** One for each address that mail leaves from. */
  private final List<Session> sessions;

  /**
   * A sender for one region.
   *
   * @param nextHops where the mail for each domain goes
   * @param timeout how long one step of a delivery may take
   */
  public OutboundSender(Region region, Map<String, NextHop> nextHops, Duration timeout) {
    this.nextHops = new HashMap<>();
    nextHops.forEach((domain, hop) -> this.nextHops.put(domain.toLowerCase(Locale.ROOT), hop));
    sessions =
        region.senderAddresses().stream()
            .map(address -> session(region.outboundName(), address, timeout))
            .toList();
  }

  private static Session session(String name, String address, Duration timeout) {
    Properties properties = new Properties();
    String millis = Long.toString(timeout.toMillis());
    properties.setProperty("mail.smtp.localhost", name);
    properties.setProperty("mail.smtp.localaddress", address);
    properties.setProperty("mail.smtp.connectiontimeout", millis);
    properties.setProperty("mail.smtp.timeout", millis);
    properties.setProperty("mail.smtp.writetimeout", millis);
    properties.setProperty("mail.smtp.starttls.enable", "true");
    properties.setProperty("mail.smtp.ssl.trust", "*");
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "false");
    return Session.getInstance(properties);
  }

  @Override
  public Result send(QueuedMessage message, Instant released, int attempt) {
    NextHop hop = nextHops.get(Tenant.domainOf(message.recipient()));
    if (hop == null) {
      return new Result.Refused("550 5.4.310 DNS domain does not exist");
    }
    int turn = message.networkId().hashCode() + attempt - 1;
    Session session = sessions.get(Math.floorMod(turn, sessions.size()));
    InternetAddress recipient = new InternetAddress();
    recipient.setAddress(message.recipient());
    TracedMessage traced =
        new TracedMessage(
            session, message.mailFrom(), TraceHeaders.of(message, released), message.content());
    SMTPTransport transport = new SMTPTransport(session, new URLName("smtp://" + hop));
    Result result = send(transport, hop, traced, recipient);
    quit(transport);
    return result;
  }

  private static Result send(
      SMTPTransport transport, NextHop hop, TracedMessage message, InternetAddress recipient) {
    try {
      transport.connect(hop.host(), hop.port(), null, null);
      transport.sendMessage(message, new Address[] {recipient});
      return new Result.Delivered();
    } catch (MessagingException e) {
      int code = transport.getLastReturnCode();
      String why = lastReply(transport).orElseGet(() -> String.valueOf(e.getMessage()));
      return code >= 500 && code <= 599 ? new Result.Refused(why) : new Result.Deferred(why);
    }
  }

  private static void quit(SMTPTransport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // Whoever has the message by now has it (RFC 5321 4.1.1.10); the connection is closed.
      LOG.debug("no answer to QUIT", e);
    }
  }

  private static Optional<String> lastReply(SMTPTransport transport) {
    return Optional.ofNullable(transport.getLastServerResponse())
        .map(String::strip)
        .filter(reply -> reply.startsWith("4") || reply.startsWith("5"));
  }
}
