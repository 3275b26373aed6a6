package io.mailprobe.simulator;

import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.simulator.frontend.VirtualFrontEnd.Client;
import io.mailprobe.simulator.frontend.VirtualFrontEnd.Connection;
import io.mailprobe.testkit.time.ManualTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** A client in memory that notes all that it hears. */
final class VirtualClient implements Client {

  private final ManualTime time;
  private final StringBuilder heard = new StringBuilder();
  private final Connection connection;

  private VirtualClient(VirtualExchange exchange, ManualTime time, InetSocketAddress address) {
    this.time = time;
    connection = exchange.connect("192.0.2.1", address, this);
  }

  /** One that has asked amer's first front end for a connection, at this port. */
  static VirtualClient at(VirtualExchange exchange, ManualTime time, int port) {
    VirtualClient client =
        new VirtualClient(exchange, time, new InetSocketAddress("127.0.11.1", port));
    client.settle();
    return client;
  }

  /** What is heard after this text; the client says it whole. */
  String say(String text) {
    heard.setLength(0);
    connection.say(text);
    return settle();
  }

  /** What is heard after the handshake with the server of that name. */
  String startTls(String serverName) {
    heard.setLength(0);
    connection.startTls(serverName, List.of());
    return settle();
  }

  /** Lets answers come; what was heard. */
  String settle() {
    return after(Duration.ofSeconds(1));
  }

  /** What was heard after this time. */
  String after(Duration length) {
    time.advance(length);
    return heard.toString();
  }

  void close() {
    connection.close();
    settle();
  }

  @Override
  public void connected() {
    heard.append("(connected)");
  }

  @Override
  public void unreachable(String why) {
    heard.append("(").append(why).append(")");
  }

  @Override
  public void said(String text) {
    heard.append(text);
  }

  @Override
  public void secured(TlsSession session) {
    heard.append("(").append(session.version()).append(")");
  }

  @Override
  public void tlsFailed(String why) {
    heard.append("(TLS failed)");
  }

  @Override
  public void closed() {
    heard.append("(closed)");
  }

  @Override
  public void reset() {
    heard.append("(reset)");
  }
}
