package io.mailprobe.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.QueuedMessage.Client;
import io.mailprobe.simulator.queue.Reporter.Failure;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportWriterTest {

  private static final Instant TAKEN = Instant.parse("2026-06-02T13:03:00Z");
  private static final Instant NOW = TAKEN.plus(Duration.ofHours(24));

  private final ReportWriter writer =
      new ReportWriter(
          "amer.contoso.example", Map.of("Probe.Example", new NextHop("192.0.2.25", 25)));

  @Test
  void aFailureHasTheFormOfExchangeOnline() {
    QueuedMessage report =
        writer
            .failed(message("bounces@probe.example"), Failure.EXPIRED, "421 4.3.2 busy", NOW)
            .orElseThrow();
    assertThat(report.mailFrom()).as("of a report there is no report").isEmpty();
    assertThat(report.recipient()).isEqualTo("bounces@probe.example");
    assertThat(report.content().replace("\r\n", "\n"))
        .doesNotContain("\r")
        .containsSubsequence(
            "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@amer.contoso.example>\n",
            "Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=",
            "X-MS-Exchange-Message-Is-Ndr:\n",
            "In-Reply-To: <1@probe.example>\n",
            "Subject: Undeliverable: Probe 1\n",
            "Auto-Submitted: auto-replied\n",
            "Content-Type: multipart/alternative;",
            "Content-Type: message/delivery-status\n\n",
            "Reporting-MTA: dns;SJ5PPF916D632A9.namprd07.prod.outlook.com\n",
            "Received-From-MTA: dns;client.example\n",
            "Arrival-Date: Tue, 2 Jun 2026 13:03:00 +0000\n\n",
            "Final-Recipient: rfc822;loop@probe.example\n",
            "Action: failed\n",
            "Status: 5.4.317\n",
            "Diagnostic-Code: smtp;550 5.4.317 Message expired, cannot establish session with remote"
                + " server [Message=421 4.3.2 busy] [LastAttemptedServerName=mx.probe.example]"
                + " [LastAttemptedIP=192.0.2.25:25]",
            "Remote-MTA: dns;mx.probe.example\n",
            "Content-Type: message/rfc822\n\n",
            "X-Mailprobe: v=1; id=abc\n");
  }

  @Test
  void aDelaySaysUntilWhenItIsTried() {
    String content =
        writer
            .delayed(message("bounces@probe.example"), "451 4.7.1 later", TAKEN, NOW)
            .orElseThrow()
            .content()
            .replace("\r\n", "\n");
    assertThat(content)
        .containsSubsequence(
            "Subject: Delivery delayed: Probe 1\n",
            "Last error: 400 4.4.7 Message delayed -> 451 4.7.1 later",
            "Action: delayed\nWill-Retry-Until: Wed, 3 Jun 2026 13:03:00 +0000\n",
            "Status: 4.4.7\nDiagnostic-Code: smtp;400 4.4.7 Message delayed\n")
        .doesNotContain("X-MS-Exchange-Message-Is-Ndr");
  }

  /** What is said of each way not to deliver, exchange-online.md 3.5 and 3.6. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXPIRED | Couldn't connect to host, port: mx, 25 | 5.4.316 | Message expired, connection refused",
        "EXPIRED | Read timed out | 5.4.315 | Message expired, connection timed out",
        "EXPIRED | Exception reading response | 5.4.318 | Message expired, connection was closed abruptly",
        "EXPIRED | 421 4.3.2 Service not active | 5.4.317 | Message expired, cannot establish session",
        "EXPIRED | 451 4.7.1 greylisted | 5.4.300 | Message expired -> 451 4.7.1 greylisted",
        "REFUSED | 550 5.1.1 nobody | 5.1.351 | unknown recipient or mailbox unavailable -> 550 5.1.1",
        "REFUSED | 554 5.7.1 spam | 5.0.350 | Remote server returned an error -> 554 5.7.1 spam",
        "FORBIDDEN | 550 5.7.520 Access denied AS(7555) | 5.7.520 | 550 5.7.520 Access denied AS(7555)"
      })
  void eachFailureHasItsStatus(Failure failure, String lastError, String status, String words) {
    assertThat(
            writer
                .failed(message("bounces@probe.example"), failure, lastError, NOW)
                .orElseThrow()
                .content())
        .contains("Status: " + status + "\r\n", words);
  }

  @Test
  void whoseDomainIsNotThereWasRefusedByExchangeItself() {
    QueuedMessage lost = message("bounces@probe.example", "loop@nowhere.example");
    assertThat(
            writer
                .failed(lost, Failure.REFUSED, "550 5.4.310 DNS domain does not exist", NOW)
                .orElseThrow()
                .content())
        .contains("Status: 5.4.310\r\n")
        .doesNotContain("Remote-MTA");
  }

  @Test
  void aMessageWithoutASenderGetsNoReport() {
    assertThat(writer.failed(message(""), Failure.REFUSED, "550 5.1.1 nobody", NOW)).isEmpty();
    assertThat(writer.delayed(message(""), "", TAKEN, NOW)).isEmpty();
  }

  private static QueuedMessage message(String from) {
    return message(from, "loop@probe.example");
  }

  private static QueuedMessage message(String from, String recipient) {
    return new QueuedMessage(
        "4b2f8f9c-0000-0000-0000-000000000001",
        Region.amer().places().getFirst(),
        new Client("127.0.0.1", "client.example", Optional.empty(), Optional.empty()),
        from,
        recipient,
        Optional.empty(),
        "Message-ID: <1@probe.example>\r\nSubject: Probe 1\r\nX-Mailprobe: v=1; id=abc\r\n\r\nbody\r\n",
        TAKEN);
  }
}
