package io.mailprobe.prober.submit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Fills the backlog of a server socket that accepts nothing, until the kernel drops SYNs. */
final class Backlog implements AutoCloseable {

  private final List<Socket> waiting = new ArrayList<>();

  Backlog(ServerSocket server) throws IOException {
    for (int i = 0; i < 64; i++) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 100);
      } catch (SocketTimeoutException _) {
        return;
      }
    }
    throw new AssertionError("the backlog has no end");
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
  }
}
