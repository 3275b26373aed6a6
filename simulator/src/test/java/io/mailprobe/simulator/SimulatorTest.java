package io.mailprobe.simulator;

import static io.mailprobe.simulator.Bench.MAILBOX;
import static io.mailprobe.simulator.Bench.MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.simulator.queue.RetryIntervals;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.smtp.SmtpClient;
import io.netty.buffer.ByteBuf;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The simulator as a whole: from a client's DATA to the next hop. */
class SimulatorTest {

  private static final Dialogue TAKES_ALL =
      Dialogue.greeting().ehlo("8BITMIME").transaction().quit();

  @Test
  void carriesASubmissionToTheNextHop() throws IOException {
    try (ScriptedPeer receiver = ScriptedPeer.play(TAKES_ALL);
        Bench bench = Bench.deliveringTo(receiver.port());
        SmtpClient client = bench.authenticated()) {
      client.transaction(MAILBOX, "probe+token@probe.example", MESSAGE);
      assertThat(bench.simulator.stats("amer").queued()).isEqualTo(1);
      bench.time.advance(Duration.ofSeconds(30));
      Eventually.holds(() -> bench.simulator.stats("amer").delivered() == 1);
      assertThat(receiver.messages().getFirst())
          .startsWith("Received: from SJ5PR07MB5685.namprd07.prod.outlook.com")
          .contains("X-MS-Exchange-CrossTenant-OriginalArrivalTime: 02 Jun 2026 13:03:00.0000\r\n")
          .endsWith("Stamped: SJ5PPF916D632A9.namprd07.prod.outlook.com\r\n" + stuffed(MESSAGE));
      assertThat(receiver.transcript()).contains("RCPT TO:<probe+token@probe.example>");
    }
  }

  @Test
  void redirectsWhatComesInForTheLoopAddress() throws IOException {
    try (ScriptedPeer receiver = ScriptedPeer.play(TAKES_ALL);
        Bench bench = Bench.deliveringTo(receiver.port())) {
      assertThat(bench.inbound(0).isPositive()).isTrue();
      bench.time.advance(Duration.ofSeconds(30));
      Eventually.holds(() -> bench.simulator.stats("amer").delivered() == 1);
      assertThat(receiver.transcript())
          .contains("MAIL FROM:<someone@probe.example>", "RCPT TO:<loop@probe.example>");
      assertThat(receiver.messages().getFirst())
          .contains(
              "X-MS-Exchange-ForwardingLoop: loop@amer.contoso.example;",
              "\r\nX-Mailprobe: v=1; id=abc\r\n");
    }
  }

  @Test
  void keepsMailForAMailboxOfItsOwn() throws IOException {
    try (Bench bench = Bench.alone();
        SmtpClient client = bench.greeted()) {
      client.expect(250, "MAIL FROM:<>");
      client.expect(250, "RCPT TO:<" + MAILBOX + ">");
      client.expect(250, "RCPT TO:<" + Bench.OLD_MAILBOX + ">");
      client.expect(354, "DATA");
      client.expect(250, "Subject: bounce\r\n.");
      bench.time.advance(Duration.ofSeconds(30));
      Eventually.holds(() -> bench.simulator.stats("amer").delivered() == 2);
      assertThat(bench.simulator.stats("amer").accepted()).isEqualTo(2);
    }
  }

  @Test
  void triesAgainAfterADeferral() throws IOException {
    Dialogue defers =
        Dialogue.greeting().ehlo().expect("MAIL.*").reply("451 4.7.1 later").expect("RSET|QUIT");
    try (ScriptedPeer receiver = ScriptedPeer.play(defers, TAKES_ALL);
        Bench bench =
            new Bench(
                settings -> settings.withRetries(RetryIntervals.exchangeOnline().scaled(0.1)),
                receiver.port())) {
      bench.inbound(0);
      bench.time.advance(Duration.ofSeconds(30));
      Eventually.holds(() -> bench.simulator.stats("amer").deferred() == 1);
      bench.time.advance(Duration.ofSeconds(6));
      Eventually.holds(() -> bench.simulator.stats("amer").delivered() == 1);
      assertThat(receiver.connections()).isEqualTo(2);
    }
  }

  @Test
  void knowsTheNamesOfItsFrontEndsAndOfTheNextHop() throws Exception {
    try (Bench bench = Bench.alone()) {
      assertThat(addresses(bench, "smtp-amer.office365.example"))
          .containsExactlyInAnyOrder("127.0.11.1", "127.0.11.2");
      String exchanger = "apac-contoso-example.mail.protection.office365.example";
      assertThat(mailServers(bench, "apac.contoso.example")).containsExactly(exchanger + ".");
      assertThat(addresses(bench, exchanger)).containsExactlyInAnyOrder("127.0.13.1", "127.0.13.2");
      assertThat(mailServers(bench, "probe.example")).containsExactly("mx.probe.example.");
      assertThat(addresses(bench, "mx.probe.example")).containsExactly("127.0.0.1");
    }
  }

  @Test
  void listensWithEachFrontEndOnAnAddressOfItsOwnAndOnePort() throws IOException {
    try (Bench bench = Bench.alone()) {
      assertThat(bench.simulator.frontEnds())
          .extracting(frontEnd -> frontEnd.address().getAddress().getHostAddress())
          .containsExactly(
              "127.0.11.1", "127.0.11.2", "127.0.12.1", "127.0.12.2", "127.0.13.1", "127.0.13.2");
      assertThat(bench.simulator.frontEnds())
          .allMatch(frontEnd -> frontEnd.address().getPort() == bench.simulator.port());
      assertThat(bench.simulator.frontEnds())
          .extracting(frontEnd -> frontEnd.place().serverName())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void saysWhichAddressIsTaken() throws IOException {
    try (Bench bench = Bench.alone()) {
      int taken = bench.simulator.port();
      assertThatThrownBy(() -> new Bench(settings -> settings.withPort(taken), 1))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("cannot listen on 127.0.11.1:" + taken);
    }
  }

  @Test
  void servesManySessionsAtATime() throws Exception {
    try (Bench bench = Bench.alone();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SmtpReply>> replies = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int frontEnd = i % 2;
        replies.add(threads.submit(() -> bench.inbound(frontEnd)));
      }
      for (Future<SmtpReply> reply : replies) {
        assertThat(reply.get().code()).isEqualTo(250);
      }
      RegionStats stats = bench.simulator.stats("amer");
      assertThat(stats.sessions()).isEqualTo(200);
      assertThat(stats.accepted()).isEqualTo(200);
      assertThat(stats.queued()).isEqualTo(200);
    }
  }

  @Test
  void turnsAwayMoreSessionsThanItHolds() throws IOException {
    try (Bench bench = new Bench(Bench::fewSessions, 1);
        SmtpClient _ = bench.greeted();
        SmtpClient _ = bench.greeted();
        SmtpClient third = SmtpClient.connect(bench.frontEnd(0))) {
      assertThat(third.expect(421).text())
          .startsWith("4.3.2 The maximum number of concurrent server connections has exceeded");
      assertThat(third.isClosed()).isTrue();
    }
  }

  @Test
  void breaksOffAllSessionsWhenClosed() throws IOException {
    Bench bench = Bench.alone();
    try (SmtpClient idle = bench.greeted();
        SmtpClient encrypted = bench.encrypted()) {
      InetSocketAddress address = bench.frontEnd(0);
      bench.close();
      assertThat(idle.isClosed()).isTrue();
      assertThat(encrypted.isClosed()).isTrue();
      assertThatThrownBy(() -> SmtpClient.connect(address)).isInstanceOf(ConnectException.class);
      Eventually.holds(() -> bench.time.pending() == 0);
    }
  }

  @Test
  void countsEveryAcceptedMessageOnce() throws IOException {
    Dialogue refuses =
        Dialogue.greeting().ehlo().expect("MAIL.*").reply("550 5.1.1 no").expect("RSET|QUIT");
    try (ScriptedPeer receiver = ScriptedPeer.play(TAKES_ALL, refuses, TAKES_ALL);
        Bench bench = Bench.deliveringTo(receiver.port())) {
      for (int i = 0; i < 3; i++) {
        bench.inbound(4);
        bench.time.advance(Duration.ofMinutes(2));
        Eventually.holds(() -> bench.simulator.stats("apac").queued() == 0);
      }
      // The refused message's report goes out with the third message and is in no queue's number.
      Eventually.holds(() -> receiver.transcript().split("\\* closes", -1).length - 1 == 4);
      RegionStats stats = bench.simulator.stats("apac");
      assertThat(stats.accepted()).isEqualTo(3);
      assertThat(stats.delivered()).isEqualTo(2);
      assertThat(stats.refused()).isEqualTo(1);
      assertThat(stats.reports()).isEqualTo(1);
      assertThat(bench.simulator.stats("amer").sessions()).isZero();
    }
  }

  private static String stuffed(String message) {
    return message.replace("\r\n.", "\r\n..");
  }

  /** Asks as the prober does, through Netty's resolver. */
  private static List<String> addresses(Bench bench, String name) throws Exception {
    return resolving(
        bench,
        resolver ->
            resolver.resolveAll(name).get(10, TimeUnit.SECONDS).stream()
                .map(InetAddress::getHostAddress)
                .toList());
  }

  /** The names of the domain's mail servers. */
  private static List<String> mailServers(Bench bench, String domain) throws Exception {
    DnsQuestion question = new DefaultDnsQuestion(domain + ".", DnsRecordType.MX);
    return resolving(
        bench,
        resolver -> {
          List<String> names = new ArrayList<>();
          for (DnsRecord record : resolver.resolveAll(question).get(10, TimeUnit.SECONDS)) {
            ByteBuf content = ((DnsRawRecord) record).content();
            assertThat(content.readUnsignedShort()).as("preference").isEqualTo(10);
            names.add(DefaultDnsRecordDecoder.decodeName(content));
            content.release();
          }
          return names;
        });
  }

  private interface Asking<T> {
    T ask(DnsNameResolver resolver) throws Exception;
  }

  private static <T> T resolving(Bench bench, Asking<T> asking) throws Exception {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (DnsNameResolver resolver =
        new DnsNameResolverBuilder(group.next())
            .datagramChannelType(NioDatagramChannel.class)
            .nameServerProvider(
                new SingletonDnsServerAddressStreamProvider(bench.simulator.nameServer()))
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY)
            .build()) {
      return asking.ask(resolver);
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
