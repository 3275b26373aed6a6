package io.mailprobe.simulator.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.QueuedMessage.Cipher;
import io.mailprobe.simulator.queue.QueuedMessage.Client;
import io.mailprobe.simulator.queue.Sender.Result;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboundSenderTest {

  private static final Instant ACCEPTED = Instant.parse("2026-06-02T13:03:00.123456Z");
  private static final Instant RELEASED = Instant.parse("2026-06-02T14:10:05.9Z");

  private static final String CONTENT =
      "X-Mailprobe: v=1;\r\n id=abc\r\nSubject: =?utf-8?q?h=C3=A9?=\r\n\r\n"
          + ".\r\n..two\r\n8-bit \u00e9\r\n\ttabs \r\n\r\nno end";

  private static final Client MAILBOX =
      new Client(
          "127.0.0.1",
          "prober.test",
          Optional.of(new Cipher("TLSv1.3", "TLS_AES_256_GCM_SHA384")),
          Optional.of("probe@amer.contoso.example"));

  private static final Client OUTSIDER =
      new Client(
          "127.0.0.9",
          "mx.test",
          Optional.of(new Cipher("TLSv1.3", "TLS_AES_256_GCM_SHA384")),
          Optional.empty());

  @Test
  void deliversTheBytesBelowTheHeadersOfASubmission() {
    try (ScriptedPeer peer = ScriptedPeer.play(taking("probe@amer.contoso.example"))) {
      Result result = send(peer, MAILBOX, "probe@amer.contoso.example", Optional.empty());
      assertThat(result).isEqualTo(new Result.Delivered());
      assertThat(peer.messages())
          .containsExactly(
              """
              Received: from SJ5PR07MB5685.namprd07.prod.outlook.com (2603:10b6:510:13c::22)
               by SJ5PPF916D632A9.namprd07.prod.outlook.com (2603:10b6:80f:fc04::8d6) with
               Microsoft SMTP Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384)
               id 15.20.9913.11; Tue, 2 Jun 2026 14:10:05 +0000
              Received: from SJ5PR07MB5685.namprd07.prod.outlook.com
               ([fe80::46fb:96f2:7667:7ca5]) by SJ5PR07MB5685.namprd07.prod.outlook.com
               ([fe80::46fb:96f2:7667:7ca5%4]) with mapi id 15.20.9913.11; Tue, 2 Jun 2026 13:03:00 +0000
              X-ClientProxiedBy: SJ5PR07CA0018.NAMPRD07.PROD.OUTLOOK.COM
               (2603:10a6:d10:14::16) To SJ5PR07MB5685.namprd07.prod.outlook.com
               (2603:10b6:510:13c::22)
              X-MS-PublicTrafficType: Email
              X-MS-TrafficTypeDiagnostic: SJ5PR07MB5685:EE_|SJ5PPF916D632A9:EE_
              X-MS-Office365-Filtering-Correlation-Id: cc5ffeda-48d1-46b0-3c94-08deb735f6e6
              X-OriginatorOrg: amer.contoso.example
              X-MS-Exchange-CrossTenant-Network-Message-Id: cc5ffeda-48d1-46b0-3c94-08deb735f6e6
              X-MS-Exchange-CrossTenant-AuthSource: SJ5PR07MB5685.namprd07.prod.outlook.com
              X-MS-Exchange-CrossTenant-AuthAs: Internal
              X-MS-Exchange-CrossTenant-OriginalArrivalTime: 02 Jun 2026 13:03:00.1234
               (UTC)
              X-MS-Exchange-CrossTenant-FromEntityHeader: Hosted
              X-MS-Exchange-CrossTenant-Id: e358efa4-89f5-3062-b10d-d7316b65649e
              X-MS-Exchange-Transport-CrossTenantHeadersStamped: SJ5PPF916D632A9.namprd07.prod.outlook.com
              """
                      .replace("\n", "\r\n")
                  + CONTENT.replace("\r\n.", "\r\n..")
                  + "\r\n");
    }
  }

  @Test
  void tellsOfARedirectedMessageWhereItCameFrom() {
    try (ScriptedPeer peer = ScriptedPeer.play(taking("a@elsewhere.example"))) {
      send(peer, OUTSIDER, "a@elsewhere.example", Optional.of("loop@amer.contoso.example"));
      assertThat(peer.messages().getFirst())
          .contains(
              "Received: from mx.test (127.0.0.9) by\r\n SJ5PEPF000001F2.mail.protection.outlook.com"
                  + " (10.167.242.42) with Microsoft SMTP\r\n Server (version=TLS1_3,"
                  + " cipher=TLS_AES_256_GCM_SHA384) id 15.20.9913.11 via Frontend\r\n Transport;"
                  + " Tue, 2 Jun 2026 13:03:00 +0000\r\n",
              "X-MS-Exchange-Transport-Rules-Loop: 1\r\n",
              "X-MS-Exchange-CrossTenant-AuthAs: Anonymous\r\n",
              "X-OriginatorOrg: amer.contoso.example\r\n")
          .doesNotContain("X-ClientProxiedBy");
    }
  }

  @Test
  void comesFromAnotherAddressOfTheRegionWithEachRetry() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.ofLiteral("127.0.0.1"))) {
      OutboundSender sender = sender(server.getLocalPort(), Duration.ofMillis(200));
      Set<String> from = new HashSet<>();
      for (int attempt = 1; attempt <= 4; attempt++) {
        Result result = sender.send(message(MAILBOX, "", Optional.empty()), RELEASED, attempt);
        from.add(server.accept().getInetAddress().getHostAddress());
        assertThat(result).as("a peer that says nothing").isInstanceOf(Result.Deferred.class);
      }
      assertThat(from)
          .containsExactlyInAnyOrder(
              "127.0.11.100", "127.0.11.101", "127.0.11.102", "127.0.11.103");
    }
  }

  @Test
  void sendsReportsFromTheNullSender() {
    try (ScriptedPeer peer = ScriptedPeer.play(taking(""))) {
      assertThat(send(peer, OUTSIDER, "", Optional.empty())).isEqualTo(new Result.Delivered());
    }
  }

  @Test
  void encryptsWhereThatIsOfferedWhateverTheCertificate() {
    TestCertificates.Server certificate = new TestCertificates().forNames("somebody.else.test");
    Dialogue dialogue =
        Dialogue.greeting()
            .ehlo("STARTTLS")
            .expect("STARTTLS")
            .reply("220 2.0.0 go")
            .startTls(certificate.context())
            .ehlo()
            .transaction()
            .quit();
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      assertThat(send(peer, MAILBOX, "a@b.example", Optional.empty()))
          .isEqualTo(new Result.Delivered());
    }
  }

  @Test
  void tellsWhatIsForNowFromWhatIsForGood() {
    assertThat(refused(Dialogue.start().reply("421 4.3.2 busy").close()))
        .isEqualTo(new Result.Deferred("421 4.3.2 busy"));
    assertThat(refused(toRecipient().reply("451 4.7.1 greylisted").expect("RSET|QUIT")))
        .isEqualTo(new Result.Deferred("451 4.7.1 greylisted"));
    assertThat(refused(toRecipient().reply("550 5.1.1 nobody").expect("RSET|QUIT")))
        .isEqualTo(new Result.Refused("550 5.1.1 nobody"));
    assertThat(refused(toRecipient().close())).isInstanceOf(Result.Deferred.class);
    assertThat(refused(atEndOfData().reply("452 4.3.1 full").expect("RSET|QUIT")))
        .isEqualTo(new Result.Deferred("452 4.3.1 full"));
    assertThat(refused(atEndOfData().reply("554 5.7.1 spam").expect("RSET|QUIT")))
        .isEqualTo(new Result.Refused("554 5.7.1 spam"));
    assertThat(refused(atEndOfData().close())).isInstanceOf(Result.Deferred.class);
    assertThat(refused(atEndOfData().reset())).isInstanceOf(Result.Deferred.class);
  }

  @Test
  void takesAMessageForDeliveredWhateverBecomesOfTheQuit() {
    assertThat(refused(atEndOfData().reply("250 2.0.0 taken").expect("QUIT").reset()))
        .isEqualTo(new Result.Delivered());
  }

  @Test
  void defersWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = server.getLocalPort();
    }
    Result result =
        sender(port, Duration.ofSeconds(5))
            .send(message(MAILBOX, "a@b.example", Optional.empty()), RELEASED, 1);
    assertThat(result).isInstanceOf(Result.Deferred.class);
  }

  @Test
  void refusesADomainThatItHasNoWayTo() {
    OutboundSender sender = new OutboundSender(Region.amer(), Map.of(), Duration.ofSeconds(5));
    assertThat(sender.send(message(MAILBOX, "a@b.example", Optional.empty()), RELEASED, 1))
        .isEqualTo(new Result.Refused("550 5.4.310 DNS domain does not exist"));
  }

  private static Dialogue toRecipient() {
    return Dialogue.greeting().ehlo().expect("MAIL FROM:.*").reply("250 ok").expect("RCPT TO:.*");
  }

  private static Dialogue atEndOfData() {
    return toRecipient().reply("250 ok").expect("DATA").reply("354 go on").readMessage();
  }

  private static Dialogue taking(String mailFrom) {
    return Dialogue.greeting()
        .expect("EHLO SJ5PR07CU001\\.outbound\\.protection\\.outlook\\.com")
        .reply("250-mx.test", "250 8BITMIME")
        .expect("MAIL FROM:<" + mailFrom + ">.*")
        .reply("250 2.1.0 ok")
        .expect("RCPT TO:<probe@probe\\.example>")
        .reply("250 2.1.5 ok")
        .expect("DATA")
        .reply("354 go on")
        .readMessage()
        .reply("250 2.0.0 taken")
        .quit();
  }

  private static Result refused(Dialogue dialogue) {
    try (ScriptedPeer peer = ScriptedPeer.play(dialogue)) {
      return send(peer, MAILBOX, "a@b.example", Optional.empty());
    }
  }

  private static Result send(
      ScriptedPeer peer, Client client, String mailFrom, Optional<String> redirectedFrom) {
    return sender(peer.port(), Duration.ofSeconds(5))
        .send(message(client, mailFrom, redirectedFrom), RELEASED, 1);
  }

  private static OutboundSender sender(int port, Duration timeout) {
    return new OutboundSender(
        Region.amer(), Map.of("Probe.example", new NextHop("127.0.0.1", port)), timeout);
  }

  private static QueuedMessage message(
      Client client, String mailFrom, Optional<String> redirectedFrom) {
    return new QueuedMessage(
        "cc5ffeda-48d1-46b0-3c94-08deb735f6e6",
        Region.amer().places().getFirst(),
        client,
        mailFrom,
        "probe@probe.example",
        redirectedFrom,
        CONTENT,
        ACCEPTED);
  }
}
