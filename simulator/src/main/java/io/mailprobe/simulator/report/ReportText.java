package io.mailprobe.simulator.report;

import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Tenant;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one report: a part for people, one for programs (RFC 3464), and the message.
 *
 * @param message what it is about
 * @param tenantDomain in whose name it is
 * @param diagnosis what the last delivery came to
 * @param hop who was tried, where anybody was
 * @param now when it is written
 */
record ReportText(
    QueuedMessage message,
    String tenantDomain,
    Diagnosis diagnosis,
    Optional<NextHop> hop,
    Instant now) {

  private static final String MAILBOX = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FOR_PEOPLE =
      DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static String sender(String tenantDomain) {
    return MAILBOX + tenantDomain;
  }

  String failed() {
    String words =
        """
        Your message to %s couldn't be delivered.

        Diagnostic information for administrators:

        Generating server: %s

        %s
        %s - %s returned '%s'
        """
            .formatted(
                message.recipient(),
                message.place().transportServer(),
                message.recipient(),
                FOR_PEOPLE.format(now),
                diagnosis.ofHop() ? "Server at " + hopName() : "Remote server",
                inFull(diagnosis));
    return whole("Undeliverable", words, "Action: failed\n", "X-MS-Exchange-Message-Is-Ndr:\n");
  }

  /**
   * @param cause what it waits for; empty text where nothing was tried
   */
  String delayed(Instant retryUntil, String cause) {
    String words =
        """
        Delivery to these recipients or groups has been delayed: %s

        This message has not been delivered yet. Delivery will continue to be attempted until
        %s.
        %s
        """
            .formatted(
                message.recipient(),
                FOR_PEOPLE.format(retryUntil),
                cause.isEmpty() ? "" : "\nLast error: " + cause);
    String fields = "Action: delayed\nWill-Retry-Until: " + DATE.format(retryUntil) + "\n";
    return whole("Delivery delayed", words, fields, "");
  }

  /** A diagnosis with whom it is of, and the server that says it with its clock and session. */
  String inFull(Diagnosis found) {
    String tried =
        hop.filter(_ -> found.ofHop())
            .map(
                next ->
                    " [LastAttemptedServerName=%s] [LastAttemptedIP=%s] [SmtpSecurity=-2;-2]"
                        .formatted(hopName(), next))
            .orElse("");
    return "%d %s %s%s [%s %sZ %s]"
        .formatted(
            found.code(),
            found.status(),
            found.words(),
            tried,
            message.place().transportServer(),
            now.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC).toLocalDateTime(),
            session());
  }

  private String session() {
    return String.format("08DE%012X", message.networkId().hashCode() & 0xFFFF_FFFFL);
  }

  /** The name by which the next hop goes; our DNS knows an address as the domain's exchanger. */
  private String hopName() {
    return hop.map(NextHop::host)
        .map(
            host ->
                host.matches("[0-9.:a-fA-F]*[.:][0-9.:a-fA-F]*\\d")
                    ? "mx." + Tenant.domainOf(message.recipient())
                    : host)
        .orElse(message.place().transportServer());
  }

  private String whole(String subject, String words, String fields, String marks) {
    String boundary = "_" + session() + "_";
    String inner = "_000" + boundary;
    String remote =
        hop.filter(_ -> diagnosis.ofHop())
            .map(_ -> "Remote-MTA: dns;" + hopName() + "\n")
            .orElse("");
    String text =
        """
        From: Microsoft Outlook <%s>
        To: <%s>
        Date: %s
        Content-Type: multipart/report; report-type=delivery-status;
        \tboundary="%s"
        MIME-Version: 1.0
        %sContent-Language: en-US
        Message-ID: <%s@%s>
        %sSubject: %s: %s
        Auto-Submitted: auto-replied

        --%4$s
        Content-Type: multipart/alternative;
        \tboundary="%11$s"

        --%11$s
        Content-Type: text/plain; charset="us-ascii"
        Content-Transfer-Encoding: 7bit

        %12$s
        --%11$s
        Content-Type: text/html; charset="us-ascii"
        Content-Transfer-Encoding: 7bit

        <html><body><pre>%13$s</pre></body></html>
        --%11$s--

        --%4$s
        Content-Type: message/delivery-status

        Reporting-MTA: dns;%14$s
        Received-From-MTA: dns;%15$s
        Arrival-Date: %16$s

        Final-Recipient: rfc822;%17$s
        %20$sStatus: %18$s
        Diagnostic-Code: smtp;%19$s
        %21$s
        --%4$s
        Content-Type: message/rfc822

        %22$s
        --%4$s--
        """
            .formatted(
                sender(tenantDomain),
                message.mailFrom(),
                DATE.format(now),
                boundary,
                marks,
                session(),
                message.place().mailboxServer(),
                references(),
                subject,
                field("Subject").orElse(""),
                inner,
                words,
                words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                message.place().transportServer(),
                message.client().helo(),
                DATE.format(message.accepted()),
                message.recipient(),
                diagnosis.status(),
                fields.startsWith("Action: delayed")
                    ? "400 4.4.7 Message delayed"
                    : inFull(diagnosis),
                fields,
                remote,
                message.content().replace("\r\n", "\n"));
    return text.replace("\n", "\r\n");
  }

  private String references() {
    return field("Message-ID")
        .map(id -> "In-Reply-To: " + id + "\nReferences: " + id + "\n")
        .orElse("");
  }

  /** A field of the message, its first line. */
  private Optional<String> field(String name) {
    String content = message.content();
    int end = content.indexOf("\r\n\r\n");
    Matcher field =
        Pattern.compile("(?im)^" + name + ":[ \\t]*([^\\r\\n]*)")
            .matcher(end < 0 ? content : content.substring(0, end));
    return field.find() ? Optional.of(field.group(1)) : Optional.empty();
  }
}
