package io.mailprobe.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.dns.ZoneAnswer;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.queue.QueuedMessage;
import io.mailprobe.simulator.queue.Sender;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.testkit.time.ManualTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sockets do by themselves and a front end in memory has to do itself. */
class VirtualExchangeTest {

  private static final String ENVELOPE =
      "EHLO client.test\r\nMAIL FROM:<a@probe.example>\r\nRCPT TO:<" + Bench.LOOP + ">\r\n";

  private final ManualTime time = new ManualTime();
  private final List<QueuedMessage> departed = new ArrayList<>();
  private final VirtualExchange exchange =
      new VirtualExchange(
          Bench.fewSessions(
              SimulatorSettings.standard(
                  List.of(Mailbox.withToken(Bench.MAILBOX, Bench.TOKEN)),
                  Map.of(Bench.LOOP, "loop@probe.example"),
                  Map.of())),
          time,
          time,
          new SplittableRandom(20260602),
          (message, _, _) -> {
            departed.add(message);
            return new Sender.Result.Delivered();
          });

  @AfterEach
  void close() {
    exchange.close();
  }

  private VirtualClient client() {
    return VirtualClient.at(exchange, time, VirtualExchange.EXCHANGE_PORT);
  }

  @Test
  void mailThatIsTakenLeavesAfterTheRegionsLatency() {
    VirtualClient client = client();
    assertThat(client.settle()).startsWith("(connected)220 SJ5").doesNotContain("closed");
    assertThat(client.say(ENVELOPE + "DATA\r\n")).contains("250 2.1.5", "354 ");
    assertThat(client.say(Bench.MESSAGE + ".\r\nQUIT\r\n"))
        .contains("250 2.6.0 <1@probe.example>", "221 2.0.0")
        .endsWith("(closed)");
    time.advance(Duration.ofMinutes(1));
    assertThat(departed).hasSize(1);
    assertThat(departed.getFirst().content())
        .isEqualTo(Bench.MESSAGE.replace("\r\n.dot", "\r\ndot"));
    assertThat(departed.getFirst().client().address()).isEqualTo("192.0.2.1");
    assertThat(exchange.stats().getFirst().delivered()).isEqualTo(1);
    assertThat(time.pending()).as("tasks left").isZero();
  }

  @Test
  void aMessageMayComeInPieces() {
    VirtualClient client = client();
    assertThat(client.say(ENVELOPE + "DATA\r\n")).contains("354 ");
    assertThat(client.say("Subject: x\r\n\r\nhello\r\n.")).isEmpty();
    assertThat(client.say("\r")).isEmpty();
    assertThat(client.say("\n")).startsWith("250 2.6.0");
    assertThat(client.say(ENVELOPE.substring(ENVELOPE.indexOf("MAIL")) + "BDAT 6\r\nab"))
        .endsWith("OK\r\n");
    assertThat(client.say("cd\r\nBDAT 4 LAST\r\nef\r\nNOOP\r\n"))
        .contains("250 2.0.0 6 bytes received", "250 2.6.0", "250 2.0.0 OK");
  }

  @Test
  void linesThatAreTooLongAreRefusedAndTheDialogueGoesOn() {
    VirtualClient client = client();
    assertThat(client.say("NOOP " + "x".repeat(20_000) + "\r\nNOOP\r\n"))
        .startsWith("500 5.5.6")
        .endsWith("250 2.0.0 OK\r\n");
  }

  @Test
  void whatCameBeforeTheHandshakeIsForgotten() {
    VirtualClient client = client();
    assertThat(client.say("EHLO client.test\r\nSTARTTLS\r\nMAIL FROM:<a@b.example>\r\n"))
        .endsWith("220 2.0.0 SMTP server ready\r\n");
    assertThat(client.startTls("smtp-amer.office365.example")).isEqualTo("(TLSv1.3)");
    assertThat(client.say("EHLO client.test\r\n")).contains("AUTH LOGIN XOAUTH2");
    assertThat(client.say("AUTH XOAUTH2 " + Bench.bearer(Bench.MAILBOX, Bench.TOKEN) + "\r\n"))
        .startsWith("235 ");
  }

  @Test
  void aSilentClientIsToldThatTimeIsUp() {
    VirtualClient client = client();
    assertThat(client.after(Duration.ofSeconds(58))).doesNotContain("451");
    assertThat(client.after(Duration.ofSeconds(3))).contains("451 4.7.0").endsWith("(closed)");
    VirtualClient within = client();
    assertThat(within.say(ENVELOPE + "DATA\r\nhalf a message")).endsWith("<CRLF>\r\n");
    assertThat(within.after(Duration.ofSeconds(61))).doesNotContain("451").endsWith("(closed)");
    assertThat(time.pending()).as("tasks left").isZero();
  }

  @Test
  void aSessionThatIsIgnoredIsBrokenOffInTheEnd() {
    exchange.faults().inject(new Fault.Stall(Phase.EHLO), Scope.everywhere(), 1);
    VirtualClient client = client();
    assertThat(client.say("EHLO client.test\r\nNOOP\r\n")).isEmpty();
    assertThat(client.after(Duration.ofMinutes(9))).isEmpty();
    assertThat(client.after(Duration.ofMinutes(2))).isEqualTo("(closed)");
  }

  @Test
  void whatDripsComesByteByByteUntilTheClientGoes() {
    exchange
        .faults()
        .inject(new Fault.Drip(Phase.BANNER, Duration.ofSeconds(1)), Scope.everywhere(), 1);
    VirtualClient client = client();
    assertThat(client.after(Duration.ofSeconds(3))).isEqualTo("(connected)220 ");
    client.close();
    assertThat(client.after(Duration.ofMinutes(2))).isEqualTo("(connected)220 S");
    assertThat(time.pending()).as("tasks left").isZero();
  }

  @Test
  void aFrontEndTakesSoManySessionsAtATime() {
    VirtualClient first = client();
    VirtualClient second = client();
    assertThat(client().settle()).contains("421 4.3.2 The maximum number").endsWith("(closed)");
    first.close();
    assertThat(client().settle()).contains("220 ");
    assertThat(second.say("NOOP\r\n")).startsWith("250 ");
  }

  @Test
  void aServerThatStartsAnewResetsItsSessions() {
    VirtualClient here = client();
    VirtualClient submitting = VirtualClient.at(exchange, time, VirtualExchange.SUBMISSION_PORT);
    exchange
        .faults()
        .inject(
            new Fault.Restart(Duration.ofSeconds(30), Duration.ofSeconds(10)),
            Scope.frontEnd("127.0.11.1"),
            1);
    assertThat(here.settle()).endsWith("(reset)");
    assertThat(submitting.settle()).endsWith("(reset)");
    assertThat(client().settle()).contains("421 4.3.2 Service not active");
    time.advance(Duration.ofMinutes(1));
    assertThat(client().settle()).contains("220 ");
  }

  @Test
  void nobodyListensElsewhere() {
    assertThat(VirtualClient.at(exchange, time, 2525).settle()).isEqualTo("(connection refused)");
  }

  @Test
  void namesFailWhereAFaultSaysSo() {
    assertThat(addresses("amer", "smtp-amer.office365.example"))
        .isEqualTo(
            new ZoneAnswer.Records<>(
                List.of(InetAddress.ofLiteral("127.0.11.1"), InetAddress.ofLiteral("127.0.11.2"))));
    assertThat(addresses("amer", "nowhere.example")).isEqualTo(new ZoneAnswer.NoSuchName<>());
    exchange.serve(exchange.zone().alias("a.example", "b.example").alias("b.example", "a.example"));
    assertThat(addresses("amer", "a.example")).isEqualTo(new ZoneAnswer.ServerFailure<>());
    exchange.faults().inject(new Fault.NameFailure(true), Scope.region("amer"), 1);
    assertThat(addresses("amer", "smtp-amer.office365.example"))
        .isEqualTo(new ZoneAnswer.Silence<>());
    assertThat(addresses("emea", "nowhere.example")).isEqualTo(new ZoneAnswer.NoSuchName<>());
    exchange.serve(exchange.zone().text("elsewhere.example", "no address"));
    assertThat(addresses("amer", "elsewhere.example")).isEqualTo(new ZoneAnswer.NoRecord<>());
    exchange.faults().clear();
    exchange.faults().inject(new Fault.NameFailure(false), Scope.everywhere(), 1);
    assertThat(mailServers("amer.contoso.example")).isEqualTo(new ZoneAnswer.ServerFailure<>());
    assertThat(addresses("amer", "elsewhere.example")).isEqualTo(new ZoneAnswer.ServerFailure<>());
    exchange.faults().clear();
    assertThat(mailServers("amer.contoso.example")).isInstanceOf(ZoneAnswer.Records.class);
  }

  private ZoneAnswer<InetAddress> addresses(String region, String host) {
    List<ZoneAnswer<InetAddress>> answers = new ArrayList<>();
    exchange.addresses(region, host, answers::add);
    assertThat(answers).as("answers before time passes").isEmpty();
    time.advance(Duration.ofSeconds(1));
    return answers.getFirst();
  }

  private ZoneAnswer<ZoneAnswer.MailServer> mailServers(String domain) {
    List<ZoneAnswer<ZoneAnswer.MailServer>> answers = new ArrayList<>();
    exchange.mailServers("amer", domain, answers::add);
    time.advance(Duration.ofSeconds(1));
    return answers.getFirst();
  }
}
