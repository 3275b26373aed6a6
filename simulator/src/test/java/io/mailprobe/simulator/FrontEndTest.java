package io.mailprobe.simulator;

import static io.mailprobe.simulator.Bench.LOOP;
import static io.mailprobe.simulator.Bench.MAILBOX;
import static io.mailprobe.simulator.Bench.MESSAGE;
import static io.mailprobe.simulator.Bench.OLD_MAILBOX;
import static io.mailprobe.simulator.Bench.TOKEN;
import static io.mailprobe.simulator.Bench.base64;
import static io.mailprobe.simulator.Bench.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.testkit.smtp.SmtpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a front end says, without faults. */
class FrontEndTest {

  private static final String TRAILER =
      " \\[SJ5PEPF000001F2\\.namprd07\\.prod\\.outlook\\.com"
          + " 2026-06-02T13:03:00\\.000Z 08DE[0-9A-F]{12}]";

  private Bench bench;

  @BeforeEach
  void start() throws IOException {
    bench = Bench.alone();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void greetsAsExchangeOnlineDoes() throws IOException {
    try (SmtpClient client = SmtpClient.connect(bench.frontEnd(0))) {
      assertThat(client.expect(220).text())
          .isEqualTo(
              "SJ5PEPF000001F2.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at"
                  + " Tue, 2 Jun 2026 13:03:00 +0000");
      assertThat(client.expect(250, "EHLO client.test").lines())
          .startsWith("SJ5PEPF000001F2.mail.protection.outlook.com Hello [127.0.0.1]")
          .contains("SIZE 4194304", "PIPELINING", "STARTTLS", "8BITMIME", "CHUNKING")
          .noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void offersAuthenticationUnderTlsOnly() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      assertThat(client.say("AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN)).toString())
          .matches("504 5\\.7\\.4 Unrecognized authentication type" + TRAILER);
      assertThat(client.startTls(bench.trust(), "smtp-amer.office365.example").lines())
          .contains("AUTH LOGIN XOAUTH2")
          .doesNotContain("STARTTLS");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp-amer.office365.example",
        "amer-contoso-example.mail.protection.office365.example",
        "SJ5PEPF000001F2.mail.protection.outlook.com",
        "127.0.11.1"
      })
  void showsACertificateForEachOfItsNames(String name) throws IOException {
    try (SmtpClient client = bench.greeted()) {
      assertThat(client.startTls(bench.trust(), name).isPositive()).isTrue();
    }
  }

  @Test
  void showsNoCertificateForAnotherRegion() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      assertThatThrownBy(() -> client.startTls(bench.trust(), "smtp-emea.office365.example"))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void takesALongTokenAndAMessage() throws IOException {
    try (SmtpClient client = bench.encrypted()) {
      assertThat(TOKEN).hasSizeGreaterThanOrEqualTo(2048);
      assertThat(client.say("AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN)))
          .hasToString("235 2.7.0 Authentication successful");
      SmtpReply taken = client.transaction(MAILBOX, "probe+x@probe.example", MESSAGE);
      assertThat(taken)
          .hasToString(
              "250 2.0.0 OK <1@probe.example> [Hostname=SJ5PR07MB5685.namprd07.prod.outlook.com]");
      assertThat(FrontEnd.nameInTrailer(taken.text()))
          .contains("SJ5PR07MB5685.namprd07.prod.outlook.com");
      assertThat(client.say("QUIT")).hasToString("221 2.0.0 Service closing transmission channel");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(bench.simulator.stats("amer").accepted()).isEqualTo(1);
  }

  @Test
  void takesATokenInASecondLine() throws IOException {
    try (SmtpClient client = bench.encrypted()) {
      assertThat(client.say("AUTH XOAUTH2")).hasToString("334");
      client.expect(235, bearer(MAILBOX, TOKEN));
    }
  }

  @Test
  void explainsAWrongTokenInJsonBeforeItRefuses() throws IOException {
    try (SmtpClient client = bench.encrypted()) {
      SmtpReply challenge = client.expect(334, "AUTH XOAUTH2 " + bearer(MAILBOX, "stale"));
      assertThat(new String(Base64.getDecoder().decode(challenge.text()), StandardCharsets.UTF_8))
          .contains("\"status\":\"401\"");
      assertThat(client.say("").toString())
          .matches("535 5\\.7\\.3 Authentication unsuccessful" + TRAILER);
      client.expect(235, "AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN));
    }
  }

  @Test
  void takesAPasswordOnlyWhereTheMailboxHasOne() throws IOException {
    try (SmtpClient client = bench.encrypted()) {
      client.expect(334, "AUTH LOGIN");
      client.expect(334, base64(MAILBOX));
      assertThat(client.say(base64("guess")).text())
          .startsWith("5.7.139 Authentication unsuccessful, basic authentication is disabled.");
      client.expect(334, "AUTH LOGIN " + base64(OLD_MAILBOX));
      client.expect(535, base64("guess"));
      client.expect(334, "AUTH LOGIN " + base64(OLD_MAILBOX));
      client.expect(235, base64("pass word"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "%%%", ""})
  void refusesWhatIsNotAToken(String response) throws IOException {
    try (SmtpClient client = bench.encrypted()) {
      client.expect(334, "AUTH XOAUTH2");
      SmtpReply reply = client.say(response);
      assertThat(reply.code() == 334 ? client.say("") : reply)
          .matches(SmtpReply::isPermanent, "is permanent");
      client.expect(250, "NOOP");
    }
  }

  @Test
  void refusesUnauthenticatedSubmission() throws IOException {
    try (SmtpClient client = bench.encrypted()) {
      assertThat(client.say("MAIL FROM:<" + MAILBOX + ">").toString())
          .matches("530 5\\.7\\.57 Client not authenticated to send mail\\." + TRAILER);
    }
  }

  @Test
  void refusesToSendAsSomebodyElse() throws IOException {
    try (SmtpClient client = bench.authenticated()) {
      assertThat(client.say("MAIL FROM:<" + OLD_MAILBOX + ">").text()).startsWith("5.7.60 ");
    }
  }

  @Test
  void takesMailFromOutsideForWhomItKnowsOnly() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.expect(250, "MAIL FROM:<> SIZE=1000 BODY=8BITMIME");
      assertThat(client.say("RCPT TO:<nobody@amer.contoso.example>").toString())
          .matches("550 5\\.4\\.1 Recipient address rejected: Access denied\\." + TRAILER);
      assertThat(client.say("RCPT TO:<probe@probe.example>").text())
          .startsWith("5.7.64 TenantAttribution; Relay Access Denied");
      client.expect(250, "RCPT TO:<" + LOOP.toUpperCase(java.util.Locale.ROOT) + "> NOTIFY=NEVER");
      client.expect(354, "DATA");
      assertThat(client.say(MESSAGE + ".").toString())
          .matches(
              "250 2\\.6\\.0 <1@probe\\.example> \\[InternalId=\\d+,"
                  + " Hostname=SJ5PR07MB5685\\.namprd07\\.prod\\.outlook\\.com] 69 bytes in"
                  + " .* Queued mail for delivery");
    }
  }

  @Test
  void limitsTheSubmissionsOfAMailbox() throws IOException {
    List<SmtpClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        SmtpClient client = bench.authenticated();
        clients.add(client);
        client.expect(250, "MAIL FROM:<" + MAILBOX + ">");
        client.expect(250, "RCPT TO:<probe@probe.example>");
      }
      assertThat(clients.get(3).say("DATA").text())
          .startsWith("4.3.2 Concurrent connections limit exceeded.")
          .endsWith("[Hostname=SJ5PR07MB5685.namprd07.prod.outlook.com]");
      clients.get(0).expect(354, "DATA");
      clients.get(0).expect(250, "a\r\n.");
    } finally {
      for (SmtpClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void takesMessagesInChunks() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.send("BDAT 5\r\nhello");
      client.expect(503);
      client.expect(250, "MAIL FROM:<a@probe.example>");
      client.expect(250, "RCPT TO:<" + LOOP + ">");
      client.send("BDAT 9\r\nA: b\r\n\r\nx");
      client.expect(250);
      client.expect(503, "DATA");
      client.send("BDAT 2 LAST\r\n\r\n");
      assertThat(client.expect(250).text()).startsWith("2.6.0 ").contains(" 11 bytes ");
      client.expect(501, "BDAT many");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void endsAMessageByNothingButADotBetweenWholeLineEnds() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.expect(250, "MAIL FROM:<a@probe.example>");
      client.expect(250, "RCPT TO:<" + LOOP + ">");
      client.expect(354, "DATA");
      client.send("A: b\r\n\r\nx\n.\nMAIL FROM:<b@probe.example>\r.\r\n.\rRSET\n.\r\n");
      assertThat(client.say(".").text()).startsWith("5.6.11 ");
      client.expect(250, "NOOP");
      assertThat(client.transaction("a@probe.example", LOOP, ".\r\n..\r\n").isPositive()).isTrue();
    }
    assertThat(bench.simulator.stats("amer").accepted()).isEqualTo(1);
  }

  @Test
  void survivesWhatIsNotSmtp() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.expect(500, "\0\u00ff" + "x".repeat(200_000));
      client.expect(500, "FROBNICATE");
      client.expect(500, "");
      client.expect(503, "RCPT TO:<" + LOOP + ">");
      client.expect(503, "DATA");
      client.expect(501, "MAIL FROM:<a b@c>");
      client.expect(501, "MAIL TO:<a@probe.example>");
      client.expect(552, "MAIL FROM:<a@probe.example> SIZE=999999999");
      client.expect(250, "MAIL FROM:<a@probe.example>");
      client.expect(503, "MAIL FROM:<a@probe.example>");
      client.expect(501, "RCPT TO:<>");
      client.expect(503, "DATA");
      client.expect(501, "EHLO");
      client.expect(501, "EHLO a b");
      client.expect(250, "RSET");
    }
  }

  @Test
  void hangsUpOnAClientThatOnlyErrs() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      for (int i = 0; i < 20; i++) {
        client.expect(500, "WHAT");
      }
      assertThat(client.expect(421).text()).startsWith("4.7.0 Too many errors");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void endsASessionThatLastsTooLong() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      bench.time.advance(Duration.ofMinutes(10));
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void answersCommandsSentTogether() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.send("MAIL FROM:<a@probe.example>\r\nRCPT TO:<" + LOOP + ">\r\nDATA\r\n");
      client.expect(250);
      client.expect(250);
      client.expect(354);
      client.send("x\r\n.\r\nQUIT\r\n");
      client.expect(250);
      client.expect(221);
    }
  }

  @Test
  void believesNothingSaidBeforeTls() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.expect(250, "MAIL FROM:<a@probe.example>");
      client.startTls(bench.trust(), "smtp-amer.office365.example");
      client.expect(503, "RCPT TO:<" + LOOP + ">");
    }
  }
}
