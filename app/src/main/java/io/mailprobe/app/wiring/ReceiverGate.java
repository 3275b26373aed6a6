package io.mailprobe.app.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loopback port that leads to another, and that can be shut: then connections to it are refused,
 * and those there were are broken off, as where the process behind it is down.
 */
final class ReceiverGate implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ReceiverGate.class);

  private final InetSocketAddress behind;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gate-", 0).factory());
  private final Set<Socket> passing = ConcurrentHashMap.newKeySet();
  private ServerSocket listening;

  /** An open gate, on a port of its own, to this port. */
  ReceiverGate(int port) throws IOException {
    behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    listening = listen(0);
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    socket.bind(new InetSocketAddress(behind.getAddress(), port));
    threads.execute(() -> accept(socket));
    return socket;
  }

  /** Where it is. */
  synchronized int port() {
    return listening.getLocalPort();
  }

  /** Refuses all from now on. */
  synchronized void shut() {
    close(listening);
    passing.forEach(ReceiverGate::close);
  }

  /** Lets all through again. */
  synchronized void open() {
    if (listening.isClosed() && !threads.isShutdown()) {
      try {
        listening = listen(listening.getLocalPort());
      } catch (IOException e) {
        log.error("the receiver cannot be reached any more: {}", e.toString());
      }
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        passing.add(client);
        if (socket.isClosed()) {
          close(client); // It came as the gate was shut.
        }
        threads.execute(() -> lead(client));
      } catch (IOException | RejectedExecutionException e) {
        log.debug("shut: {}", e.toString());
      }
    }
  }

  private void lead(Socket client) {
    try (client;
        Socket server = new Socket(behind.getAddress(), behind.getPort())) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      passing.add(server);
      threads.execute(() -> copy(server, client));
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException | RejectedExecutionException e) {
      log.debug("a connection ended: {}", e.toString());
    } finally {
      passing.remove(client);
    }
  }

  private void copy(Socket server, Socket client) {
    try (server;
        client) {
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      log.debug("a connection ended: {}", e.toString());
    } finally {
      passing.remove(server);
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) { // AutoCloseable declares no less; closing sockets throws IOException.
      log.debug("closing: {}", e.toString());
    }
  }

  @Override
  public synchronized void close() {
    shut();
    threads.shutdownNow();
  }
}
