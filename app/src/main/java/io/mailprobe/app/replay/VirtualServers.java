package io.mailprobe.app.replay;

import io.mailprobe.prober.submit.InMemoryServers;
import io.mailprobe.prober.submit.MailServer;
import io.mailprobe.prober.submit.NameAnswer;
import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.simulator.VirtualExchange;
import io.mailprobe.simulator.dns.ZoneAnswer;
import io.mailprobe.simulator.frontend.VirtualFrontEnd;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The stand-in Exchange Online in memory, as the prober of one region meets it. */
public final class VirtualServers implements InMemoryServers {

  /** As Netty calls the code of an answer that is a failure (RFC 1035 4.1.1). */
  private static final String SERVFAIL = "ServFail(2)";

  private final VirtualExchange exchange;
  private final String region;
  private final String clientAddress;

  /**
   * @param region where the prober is, and whose names it asks for
   * @param clientAddress its address, as the front ends see it
   */
  public VirtualServers(VirtualExchange exchange, String region, String clientAddress) {
    this.exchange = exchange;
    this.region = region;
    this.clientAddress = clientAddress;
  }

  @Override
  public CompletableFuture<NameAnswer<InetAddress>> addresses(String host) {
    CompletableFuture<NameAnswer<InetAddress>> answer = new CompletableFuture<>();
    exchange.addresses(region, host, told -> answer.complete(answer(told)));
    return answer;
  }

  @Override
  public CompletableFuture<NameAnswer<MailServer>> mailServers(String domain) {
    CompletableFuture<NameAnswer<MailServer>> answer = new CompletableFuture<>();
    exchange.mailServers(region, domain, told -> answer.complete(mailServers(told)));
    return answer;
  }

  private static NameAnswer<MailServer> mailServers(ZoneAnswer<ZoneAnswer.MailServer> told) {
    return told instanceof ZoneAnswer.Records(var servers)
        ? new NameAnswer.Found<>(
            servers.stream().map(one -> new MailServer(one.preference(), one.host())).toList())
        : without(told);
  }

  private static <T> NameAnswer<T> answer(ZoneAnswer<T> told) {
    return told instanceof ZoneAnswer.Records(var records)
        ? new NameAnswer.Found<>(records)
        : without(told);
  }

  private static <T> NameAnswer<T> without(ZoneAnswer<?> told) {
    return switch (told) {
      case ZoneAnswer.Records<?> _ -> throw new IllegalArgumentException("there are records");
      case ZoneAnswer.NoRecord<?> _ -> new NameAnswer.NoRecord<>();
      case ZoneAnswer.NoSuchName<?> _ -> new NameAnswer.NoSuchName<>();
      case ZoneAnswer.ServerFailure<?> _ -> new NameAnswer.Failed<>(SERVFAIL);
      case ZoneAnswer.Silence<?> _ -> new NameAnswer.Silence<>();
    };
  }

  @Override
  public Connection connect(InetSocketAddress address, Client client) {
    return new Outgoing(exchange.connect(clientAddress, address, new Incoming(client)));
  }

  /** What the prober says, said to the front end. */
  private record Outgoing(VirtualFrontEnd.Connection connection) implements Connection {

    @Override
    public void say(String text) {
      connection.say(text);
    }

    @Override
    public void startTls(String serverName, List<X509Certificate> own) {
      connection.startTls(serverName, own);
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  /** What the front end says, told to the prober. */
  private record Incoming(Client client) implements VirtualFrontEnd.Client {

    @Override
    public void connected() {
      client.connected();
    }

    @Override
    public void unreachable(String why) {
      client.unreachable(why);
    }

    @Override
    public void said(String text) {
      client.said(text);
    }

    @Override
    public void secured(TlsSession session) {
      client.secured(session);
    }

    @Override
    public void tlsFailed(String why) {
      client.tlsFailed(why);
    }

    @Override
    public void closed() {
      client.closed();
    }

    @Override
    public void reset() {
      client.reset();
    }
  }
}
