package io.mailprobe.simulator;

import static io.mailprobe.simulator.Bench.LOOP;
import static io.mailprobe.simulator.Bench.MAILBOX;
import static io.mailprobe.simulator.Bench.MESSAGE;
import static io.mailprobe.simulator.Bench.OLD_MAILBOX;
import static io.mailprobe.simulator.Bench.TOKEN;
import static io.mailprobe.simulator.Bench.base64;
import static io.mailprobe.simulator.Bench.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.simulator.frontend.SendingLimits;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.topology.Connector;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Tenant;
import io.mailprobe.testkit.smtp.SmtpClient;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the tenant's settings and limits do to a session, and what breaking them does. */
class TenantTest {

  private static final String OUTSIDE = "someone@probe.example";
  private static final String SENDER = "reports@amer.contoso.example";
  private static final String FORWARDING = "forwarding@amer.contoso.example";

  private static final String EXCHANGER = "amer-contoso-example.mail.protection.office365.example";
  private static final TestCertificates CERTIFICATES = new TestCertificates();

  private final Bench bench = new Bench(TenantTest::strict, 1);

  TenantTest() throws IOException {}

  private static SimulatorSettings strict(SimulatorSettings settings) {
    return settings
        .withTenant(
            new Tenant(
                    Set.of("amer.contoso.example"),
                    List.of(
                        Mailbox.withToken(MAILBOX, TOKEN).sendingAs(SENDER),
                        Mailbox.withPassword(OLD_MAILBOX, "pass word"),
                        Mailbox.withToken(FORWARDING, TOKEN)),
                    Map.of(LOOP, "loop@probe.example"),
                    Map.of(FORWARDING, "loop@probe.example"))
                .withConnectors(
                    new Connector("*.amer.contoso.example", List.of(CERTIFICATES.authority())),
                    new Connector("relay.partner.example", List.of(CERTIFICATES.authority()))))
        .withSending(new SendingLimits(3, 8, 6));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aDisabledSmtpAuthIsToldAfterGoodCredentials() throws IOException {
    broken(TenantSetting.SMTP_AUTH);
    try (SmtpClient client = bench.encrypted()) {
      assertThat(client.say("AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN)).toString())
          .startsWith(
              "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for"
                  + " the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information."
                  + " [SJ5PEPF000001F2");
      mended(TenantSetting.SMTP_AUTH);
      broken(TenantSetting.MAILBOX_SMTP_AUTH);
      assertThat(client.say("AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN)).text())
          .startsWith("5.7.139 ")
          .contains("disabled for the Mailbox");
      mended(TenantSetting.MAILBOX_SMTP_AUTH);
      client.expect(235, "AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN));
    }
  }

  @Test
  void passwordsMayBeSwitchedOffForAll() throws IOException {
    broken(TenantSetting.BASIC_AUTH);
    try (SmtpClient client = bench.encrypted()) {
      client.expect(334, "AUTH LOGIN " + base64(OLD_MAILBOX));
      assertThat(client.say(base64("pass word")).text())
          .startsWith("5.7.139 Authentication unsuccessful, basic authentication is disabled.");
      client.expect(235, "AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN));
    }
  }

  @Test
  void anApplicationWithoutPermissionIsRefusedLikeAWrongToken() throws IOException {
    broken(TenantSetting.MAILBOX_PERMISSION);
    try (SmtpClient client = bench.encrypted()) {
      client.expect(334, "AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN));
      assertThat(client.say("").text()).startsWith("5.7.3 Authentication unsuccessful [");
    }
  }

  @Test
  void sendingAsAnotherNeedsPermissionOnTheEnvelopeAndInTheHeader() throws IOException {
    try (SmtpClient client = bench.authenticated()) {
      String asReports =
          "From: \"<a@b.c>\" =?utf-8?q?Berichte?=\r\n <" + SENDER + ">\r\n" + MESSAGE;
      assertThat(client.transaction(SENDER, OUTSIDE, asReports).code()).isEqualTo(250);

      broken(TenantSetting.SEND_AS);
      assertThat(client.say("MAIL FROM:<" + SENDER + ">").toString())
          .startsWith(
              "550 5.7.60 SMTP; Client does not have permissions to send as this sender [SJ5");
      assertThat(client.transaction(MAILBOX, OUTSIDE, asReports).text()).startsWith("5.7.60 ");
      assertThat(client.transaction(MAILBOX, OUTSIDE, "From: " + MAILBOX + "\r\n" + MESSAGE).code())
          .isEqualTo(250);
    }
  }

  @Test
  void aFullMailboxSendsNothing() throws IOException {
    broken(TenantSetting.MAILBOX_QUOTA);
    try (SmtpClient client = bench.authenticated()) {
      assertThat(client.transaction(MAILBOX, OUTSIDE, MESSAGE).toString())
          .startsWith("554 5.2.2 ")
          .contains("QuotaExceededException");
    }
  }

  @Test
  void theDayOfAMailboxHasAnEnd() throws IOException {
    for (int message = 1; message <= 6; message++) {
      assertThat(submitted(OUTSIDE).code()).as("message " + message).isEqualTo(250);
      bench.time.advance(Duration.ofHours(1));
    }
    assertThat(submitted(OUTSIDE).toString())
        .startsWith("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException");
    assertThat(submitted(LOOP).code()).as("inside").isEqualTo(250);
    assertThat(submitted(LOOP).code()).isEqualTo(250);
    assertThat(submitted(LOOP).text()).as("recipients of the day").startsWith("5.2.0 ");

    bench.time.advance(Duration.ofHours(18).plusSeconds(1));
    assertThat(submitted(OUTSIDE).code()).as("24 h after the first").isEqualTo(250);
    assertThat(submitted(OUTSIDE).code()).isEqualTo(554);
  }

  @Test
  void whatIsAboveAMinutesMessagesIsCarriedOverAndNotRefused() throws IOException {
    for (int message = 1; message <= 5; message++) {
      assertThat(submitted(MAILBOX).code()).isEqualTo(250);
    }
    bench.time.advance(Duration.ofSeconds(40)); // Every latency is far below.
    delivered(3);
    bench.time.advance(Duration.ofSeconds(60));
    delivered(5);
  }

  @Test
  void directSendIsForTheTenantsOwnAndMayBeRejected() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.expect(250, "MAIL FROM:<" + SENDER + ">");
      client.expect(250, "RCPT TO:<" + LOOP + ">");
      client.expect(250, "RSET");
      broken(TenantSetting.DIRECT_SEND);
      client.expect(250, "MAIL FROM:<" + SENDER + ">");
      assertThat(client.say("RCPT TO:<" + LOOP + ">").toString())
          .startsWith(
              "550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization"
                  + " from unauthorized sources [SJ5");
      client.expect(250, "RSET");
      client.expect(250, "MAIL FROM:<" + OUTSIDE + ">");
      client.expect(250, "RCPT TO:<" + LOOP + ">");
    }
  }

  @Test
  void aConnectorLetsThroughWhoShowsItsCertificate() throws IOException {
    assertRelayed(
        SENDER, bench.showing(CERTIFICATES.forClient("relay.amer.contoso.example")), 250, "");
    assertRelayed(SENDER, bench.trust(), 550, "5.7.64 TenantAttribution; Relay Access Denied [SJ5");
    assertRelayed(
        SENDER, bench.showing(CERTIFICATES.forClient("relay.example.net")), 550, "5.7.64 Tenant");
    assertRelayed(
        SENDER,
        bench.showing(new TestCertificates().forClient("relay.amer.contoso.example")),
        550,
        "5.7.64");
    broken(TenantSetting.CONNECTOR);
    assertRelayed(
        SENDER, bench.showing(CERTIFICATES.forClient("relay.amer.contoso.example")), 550, "5.7.64");
  }

  @Test
  void aConnectorOfAForeignNameIsForTheTenantsOwnSendersOnly() throws IOException {
    SSLContext partner = bench.showing(CERTIFICATES.forClient("relay.partner.example"));
    assertRelayed(SENDER, partner, 250, "");
    assertRelayed("a@elsewhere.example", partner, 550, "5.7.750 ");
    assertRelayed(
        "a@elsewhere.example",
        bench.showing(CERTIFICATES.forClient("relay.amer.contoso.example")),
        250,
        "");
  }

  @Test
  void aConnectorsMailIsNoDirectSend() throws IOException {
    broken(TenantSetting.DIRECT_SEND);
    try (SmtpClient client = bench.greeted()) {
      client.startTls(
          bench.showing(CERTIFICATES.forClient("relay.amer.contoso.example")), EXCHANGER);
      client.expect(250, "MAIL FROM:<" + SENDER + ">");
      client.expect(250, "RCPT TO:<" + LOOP + ">");
    }
  }

  private void assertRelayed(String sender, SSLContext tls, int code, String text)
      throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.startTls(tls, EXCHANGER);
      client.expect(250, "MAIL FROM:<" + sender + ">");
      SmtpReply reply = client.say("RCPT TO:<" + OUTSIDE + ">");
      assertThat(reply.code()).as(reply.toString()).isEqualTo(code);
      assertThat(reply.text()).startsWith(text);
    }
  }

  @Test
  void highVolumeEmailStaysInTheTenant() throws IOException {
    try (SmtpClient client = bench.greeted()) {
      client.startTls(bench.trust(), "smtp-hve-amer.office365.example");
      assertThat(client.say("MAIL FROM:<" + MAILBOX + ">").code()).isEqualTo(530);
      client.expect(235, "AUTH XOAUTH2 " + bearer(MAILBOX, TOKEN));
      client.expect(250, "MAIL FROM:<" + MAILBOX + ">");
      assertThat(client.say("RCPT TO:<" + OUTSIDE + ">").text()).startsWith("5.7.54 ");
      client.expect(250, "RCPT TO:<" + LOOP + ">");
    }
  }

  @Test
  void theLoopsAddressMayBeUnknown() throws IOException {
    broken(TenantSetting.LOOP_RECIPIENT);
    try (SmtpClient client = bench.greeted()) {
      client.expect(250, "MAIL FROM:<" + OUTSIDE + ">");
      assertThat(client.say("RCPT TO:<" + LOOP + ">").toString())
          .startsWith("550 5.4.1 Recipient address rejected: Access denied. [SJ5");
      client.expect(250, "RCPT TO:<" + MAILBOX + ">");
    }
  }

  @Test
  void aRuleThatIsOffKeepsTheLoopsMail() throws IOException {
    broken(TenantSetting.LOOP_RULE);
    assertThat(bench.inbound(0).code()).isEqualTo(250);
    drained();
    assertThat(bench.simulator.stats("amer").delivered()).as("into the mailbox").isEqualTo(1);
  }

  @Test
  void whatAMailboxForwardsIsReturnedWhereThePolicySaysSo() throws IOException {
    broken(TenantSetting.AUTO_FORWARD);
    try (SmtpClient client = bench.greeted()) {
      assertThat(client.transaction(OUTSIDE, FORWARDING, MESSAGE).code()).isEqualTo(250);
      assertThat(client.transaction(OUTSIDE, LOOP, MESSAGE).code()).isEqualTo(250);
    }
    drained();
    assertThat(bench.simulator.stats("amer").refused()).as("the forwarded one").isEqualTo(1);
    assertThat(bench.simulator.stats("amer").deferred()).as("by the rule: tried").isEqualTo(1);
  }

  @Test
  void clearTextMayBeRefused() throws IOException {
    broken(TenantSetting.CLEAR_TEXT);
    try (SmtpClient client = bench.greeted()) {
      assertThat(client.say("MAIL FROM:<" + OUTSIDE + ">").toString())
          .startsWith("451 5.7.3 STARTTLS is required to send mail [SJ5");
      client.startTls(bench.trust(), EXCHANGER);
      client.expect(250, "MAIL FROM:<" + OUTSIDE + ">");
    }
  }

  @Test
  void startTlsMayBeStripped() throws IOException {
    broken(TenantSetting.STARTTLS);
    try (SmtpClient client = SmtpClient.connect(bench.frontEnd(0))) {
      client.expect(220);
      assertThat(client.expect(250, "EHLO client.test").lines()).doesNotContain("STARTTLS");
      client.expect(500, "STARTTLS");
    }
  }

  @Test
  void anAuthLineIsTakenUpToWhatTheStandardAsksFor() throws IOException {
    try (SmtpClient client = bench.encrypted()) {
      client.expect(334, "AUTH XOAUTH2 " + bearer(MAILBOX, "x".repeat(8_192)));
      client.expect(535, "");
      client.expect(252, "VRFY " + "x".repeat(12_286 - 5)); // 12,288 bytes with CRLF.
      assertThat(client.say("VRFY " + "x".repeat(12_287 - 5)).toString())
          .startsWith("500 5.5.6 Line too long");
    }
  }

  private void delivered(long count) {
    Eventually.holds(() -> bench.simulator.stats("amer").delivered() >= count);
    assertThat(bench.simulator.stats("amer").delivered()).isEqualTo(count);
  }

  private SmtpReply submitted(String recipient) throws IOException {
    try (SmtpClient client = bench.authenticated()) {
      return client.transaction(MAILBOX, recipient, MESSAGE);
    }
  }

  private void drained() {
    bench.time.advance(Duration.ofSeconds(30));
    Eventually.holds(
        () ->
            bench.simulator.stats("amer").deferred()
                    + bench.simulator.stats("amer").refused()
                    + bench.simulator.stats("amer").delivered()
                >= bench.simulator.stats("amer").accepted());
  }

  private void broken(TenantSetting setting) {
    bench.simulator.tenantSettings().breakOne(setting);
  }

  private void mended(TenantSetting setting) {
    bench.simulator.tenantSettings().mend(setting);
  }
}
