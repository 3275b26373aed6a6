package io.mailprobe.receiver.explain.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.report.Action;
import io.mailprobe.receiver.explain.report.ParsedReport.Form;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody writes in good faith is read all the same: soon, and with an end. */
class ReportReaderTest {

  /** As much as a receiver keeps of a message. */
  private static final int MOST = 131_072;

  private static final String STATUS =
      "Final-Recipient: rfc822;a@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n";

  private static Optional<ParsedReport> read(String message) {
    String kept = message.substring(0, Math.min(message.length(), MOST));
    return Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> ReportReader.read(kept.getBytes(ISO_8859_1)));
  }

  @Test
  void nestingEndsSomewhere() {
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b");
      deep.append(i).append("\r\n");
    }
    assertThat(read(deep + "\r\n" + STATUS)).isEmpty();
    assertThat(read("Content-Type: message/rfc822\r\n\r\n".repeat(4_000) + STATUS)).isEmpty();
  }

  @Test
  void aReasonableNestingIsFollowed() {
    String nested = "Content-Type: text/plain\r\n\r\n" + STATUS;
    for (int i = 0; i < 6; i++) {
      nested =
          "Content-Type: multipart/mixed; boundary=b%1$d\r\n\r\n--b%1$d\r\n%2$s\r\n--b%1$d--\r\n"
              .formatted(i, nested);
    }
    assertThat(read(nested).orElseThrow().form()).isEqualTo(Form.FIELDS);
  }

  @Test
  void moreBoundariesThanPartsAreText() {
    String many =
        "Content-Type: multipart/report; boundary=b\r\n\r\n" + "--b\r\n\r\n".repeat(20_000);
    assertThat(read(many)).isEmpty();
    assertThat(read(many.substring(0, 60_000) + "\r\n" + STATUS)).isPresent();
  }

  @Test
  void recipientsAreCountedNoFurtherThanFifty() {
    ParsedReport report =
        read("Subject: x\r\n\r\n" + (STATUS + "\r\n").repeat(2_000)).orElseThrow();
    assertThat(report.entries()).hasSize(50).allMatch(e -> e.notice().action() == Action.FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Mailprobe: v=1; ",
        "X-Mailprobe: v=1; mac=",
        "Subject: x\r\n ",
        "Message-ID: <",
        "Content-Type: multipart/mixed; boundary=\"\r\n",
        "Content-Type: text/plain; charset=\"\r\n",
        "=?utf-8?Q?",
        "<",
        "<a",
        "a@b.c\r\n",
        "  <a@b.c>:\r\n",
        "host a.b.c[",
        "host a.b.c.d.e.f ",
        "421 4.3.2 [Message=",
        "'450 4.4.1 ",
        "could not be delivered ",
        "will be deleted from queue 421 ",
        "unable to deliver ",
        "1:1:",
        "aaaa.",
        "+2B",
        "\\x{10FFFF}",
        "\\x{FFFFFF}",
        "Diagnostic-Code: smtp;\r\n ",
        "Final-Recipient: \r\n",
        "Action:\r\n",
        "Status: 9.9.9\r\n",
        "Will-Retry-Until: 99999999999999999\r\n",
        "--",
        "\r\n--\r\n",
        "\0",
        "\u00ff",
        "\r"
      })
  void anyRepetitionIsReadSoon(String piece) {
    String times = piece.repeat(MOST / piece.length());
    String head = "From: MAILER-DAEMON@example.net\r\nSubject: x\r\n";
    String status = STATUS + "Diagnostic-Code: smtp;" + times;
    assertThat(read(times))
        .satisfiesAnyOf(r -> assertThat(r).isEmpty(), r -> assertThat(r).isPresent());
    read(head + "X-Failed-Recipients: " + times);
    read(head + "\r\nThis could not be delivered.\r\n" + times);
    read(head + "Content-Type: text/html\r\n\r\n" + times);
    read(head + "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\n" + times);
    assertThat(read(head + "\r\n" + status)).isPresent();
  }

  @Test
  void anyBytesAreAReportOrNone() {
    Random random = new Random(20260603);
    String alphabet = "Action: failed\r\nFinal-Recipient;@.45[]<>=?'\t -\u00ff\0";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder bytes = new StringBuilder();
      for (int at = random.nextInt(400); at > 0; at--) {
        bytes.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(ReportReader.read(bytes.toString().getBytes(ISO_8859_1)))
          .as("seed 20260603, message %d", i)
          .isNotNull();
    }
  }

  @Test
  void aDiagnosticIsKeptUpToALimit() {
    ParsedReport report =
        read("\r\n" + STATUS + "Diagnostic-Code: smtp;550 5.1.1 " + "x".repeat(9_000))
            .orElseThrow();
    assertThat(report.entries().getFirst().notice().diagnostic().orElseThrow()).hasSize(2_000);
  }
}
