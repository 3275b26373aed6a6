package io.mailprobe.simulator.sender;

import static java.util.Locale.ROOT;

import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.QueuedMessage.Cipher;
import io.mailprobe.simulator.topology.Place;
import io.mailprobe.simulator.topology.Tenant;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The headers that a message has gained by the time it leaves Exchange Online, in the order and
 * folding of real ones. A held message shows where it was held: between the mailbox server's hop,
 * stamped when the front end accepted it, and the transport server's, stamped when it was released.
 */
final class TraceHeaders {

  /** The tenant's id in Exchange Online, the same for all messages. */
  private static final UUID TENANT = UUID.nameUUIDFromBytes(new byte[] {'t'});

  private static final String VERSION = "15.20.9913.11";
  private static final String INNER_CIPHER = "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384)";

  private static final DateTimeFormatter RFC_5322 = format("EEE, d MMM yyyy HH:mm:ss '+0000'");

  /** {@code 21 May 2026 12:39:13.8207}: not RFC 5322, and followed by a folded {@code (UTC)}. */
  private static final DateTimeFormatter ARRIVAL = format("dd MMM yyyy HH:mm:ss.SSSS");

  private TraceHeaders() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** The headers, each line ended by CRLF. */
  static String of(QueuedMessage message, Instant released) {
    String submittedBy =
        message.client().mailbox().isPresent() ? submission(message) : anonymous(message);
    return (transportHop(message, released)
            + submittedBy
            + forwarding(message)
            + crossTenant(message))
        .replace("\n", "\r\n");
  }

  private static String transportHop(QueuedMessage message, Instant released) {
    Place place = message.place();
    return """
        Received: from %s (2603:10b6:510:13c::22)
         by %s (2603:10b6:80f:fc04::8d6) with
         Microsoft SMTP Server %s
         id %s; %s
        """
        .formatted(
            place.mailboxServer(),
            place.transportServer(),
            INNER_CIPHER,
            VERSION,
            RFC_5322.format(released));
  }

  private static String submission(QueuedMessage message) {
    String mailbox = message.place().mailboxServer();
    return """
        Received: from %1$s
         ([fe80::46fb:96f2:7667:7ca5]) by %1$s
         ([fe80::46fb:96f2:7667:7ca5%%4]) with mapi id %2$s; %3$s
        X-ClientProxiedBy: %4$s
         (2603:10a6:d10:14::16) To %1$s
         (2603:10b6:510:13c::22)
        """
        .formatted(
            mailbox,
            VERSION,
            RFC_5322.format(message.accepted()),
            message.place().clientAccessName().toUpperCase(ROOT));
  }

  private static String anonymous(QueuedMessage message) {
    return """
        Received: from %s (%s) by
         %s (10.167.242.42) with Microsoft SMTP
         Server%s id %s via Frontend
         Transport; %s
        """
        .formatted(
            message.client().helo(),
            message.client().address(),
            message.place().bannerName(),
            message.client().cipher().map(TraceHeaders::cipher).orElse(""),
            VERSION,
            RFC_5322.format(message.accepted()));
  }

  private static String cipher(Cipher cipher) {
    String version = cipher.version().replace("TLSv", "TLS").replace('.', '_');
    return " (version=" + version + ", cipher=" + cipher.suite() + ")";
  }

  private static String forwarding(QueuedMessage message) {
    Optional<String> from = message.redirectedFrom();
    return from.map(
            address ->
                """
                X-MS-Exchange-Transport-Rules-Loop: 1
                X-MS-Exchange-ForwardingLoop: %s;%s
                """
                    .formatted(address, TENANT))
        .orElse("");
  }

  private static String crossTenant(QueuedMessage message) {
    Place place = message.place();
    boolean internal = message.client().mailbox().isPresent();
    return """
        X-MS-PublicTrafficType: Email
        X-MS-TrafficTypeDiagnostic: %1$s:EE_|%2$s:EE_
        X-MS-Office365-Filtering-Correlation-Id: %3$s
        X-OriginatorOrg: %4$s
        X-MS-Exchange-CrossTenant-Network-Message-Id: %3$s
        X-MS-Exchange-CrossTenant-AuthSource: %5$s
        X-MS-Exchange-CrossTenant-AuthAs: %6$s
        X-MS-Exchange-CrossTenant-OriginalArrivalTime: %7$s
         (UTC)
        X-MS-Exchange-CrossTenant-FromEntityHeader: %8$s
        X-MS-Exchange-CrossTenant-Id: %9$s
        X-MS-Exchange-Transport-CrossTenantHeadersStamped: %10$s
        """
        .formatted(
            label(place.mailboxServer()),
            label(place.transportServer()),
            message.networkId(),
            Tenant.domainOf(internal ? message.mailFrom() : message.redirectedFrom().orElse("")),
            internal ? place.mailboxServer() : place.serverName(),
            internal ? "Internal" : "Anonymous",
            ARRIVAL.format(message.accepted()),
            internal ? "Hosted" : "Internet",
            TENANT,
            place.transportServer());
  }

  private static String label(String host) {
    return host.substring(0, host.indexOf('.'));
  }
}
