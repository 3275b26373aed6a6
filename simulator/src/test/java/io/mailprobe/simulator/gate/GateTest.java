package io.mailprobe.simulator.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {

  private static final int PATIENCE = 30_000;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private ServerSocket server() throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE);
    open.add(server);
    return server;
  }

  private Gate gate(ServerSocket... servers) throws IOException {
    AtomicInteger turn = new AtomicInteger();
    Gate gate =
        new Gate(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            () ->
                (InetSocketAddress)
                    servers[turn.getAndIncrement() % servers.length].getLocalSocketAddress());
    open.add(gate);
    gate.start();
    return gate;
  }

  private Socket client(Gate gate) throws IOException {
    return kept(new Socket(InetAddress.getLoopbackAddress(), gate.port()));
  }

  private Socket accepted(ServerSocket server) throws IOException {
    return kept(server.accept());
  }

  private Socket kept(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE);
    open.add(socket);
    return socket;
  }

  @Test
  void whatOneSideSaysTheOtherHears() throws Exception {
    ServerSocket server = server();
    Socket client = client(gate(server));
    Socket peer = accepted(server);
    client.getOutputStream().write("EHLO".getBytes(US_ASCII));
    assertThat(peer.getInputStream().readNBytes(4)).asString().isEqualTo("EHLO");
    peer.getOutputStream().write("250".getBytes(US_ASCII));
    assertThat(client.getInputStream().readNBytes(3)).asString().isEqualTo("250");
  }

  @Test
  void theLastByteOfOneSideIsTheLastOfTheOtherWhichMayGoOn() throws Exception {
    ServerSocket server = server();
    Socket client = client(gate(server));
    Socket peer = accepted(server);
    client.getOutputStream().write('.');
    client.shutdownOutput();
    assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo(".");
    peer.getOutputStream().write('!');
    peer.close();
    assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("!");
  }

  @Test
  void aResetIsAReset() throws Exception {
    ServerSocket server = server();
    Socket client = client(gate(server));
    Socket peer = accepted(server);
    peer.setSoLinger(true, 0);
    peer.close();
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void severalTakeTurns() throws Exception {
    ServerSocket first = server();
    ServerSocket second = server();
    Gate gate = gate(first, second);
    client(gate);
    accepted(first);
    client(gate);
    accepted(second);
    client(gate);
    accepted(first);
  }

  @Test
  void whereNobodyIsBehindItTheConnectionIsReset() throws Exception {
    ServerSocket server = server();
    Gate gate = gate(server);
    server.close();
    Socket client = client(gate);
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void itsEndBreaksOffWhatIsOpen() throws Exception {
    ServerSocket server = server();
    Gate gate = gate(server);
    Socket client = client(gate);
    Socket peer = accepted(server);
    gate.close();
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> client(gate)).isInstanceOf(IOException.class);
  }

  @Test
  void anAddressThatIsTakenIsNamed() throws Exception {
    ServerSocket server = server();
    InetSocketAddress taken = (InetSocketAddress) server.getLocalSocketAddress();
    try (Gate gate = new Gate(taken, () -> taken)) {
      assertThatThrownBy(gate::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(":" + taken.getPort());
    }
  }
}
