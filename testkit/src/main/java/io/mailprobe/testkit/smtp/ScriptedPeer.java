package io.mailprobe.testkit.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real server socket that plays a dialogue on each connection. The first connection gets the
 * first dialogue and so on; the last dialogue serves all further ones. Every read has a deadline.
 *
 * <p>Use in try-with-resources: {@link #close} fails the test when a client said what the script
 * did not expect, and shows the dialogue.
 */
public final class ScriptedPeer implements AutoCloseable {

  private final ServerSocket server;
  private final List<Dialogue> dialogues;
  private final Queue<String> transcript = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> messages = new ConcurrentLinkedQueue<>();
  private final Set<PeerConnection> live = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final Thread acceptor;

  private ScriptedPeer(InetSocketAddress address, List<Dialogue> dialogues) {
    try {
      server = new ServerSocket(address.getPort(), 300, address.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.dialogues = dialogues;
    acceptor = Thread.ofVirtual().name("scripted-peer").start(this::accept);
  }

  /** Listens on a free port of 127.0.0.1. */
  public static ScriptedPeer play(Dialogue... dialogues) {
    return on("127.0.0.1", 0, dialogues);
  }

  /** Listens on the given loopback address and port; 0 is a free one. */
  public static ScriptedPeer on(String address, int port, Dialogue... dialogues) {
    return new ScriptedPeer(
        new InetSocketAddress(InetAddress.ofLiteral(address), port), List.of(dialogues));
  }

  /** The IP address it listens on. */
  public String host() {
    return server.getInetAddress().getHostAddress();
  }

  /** The port it listens on. */
  public int port() {
    return server.getLocalPort();
  }

  /** How many connections it has taken. */
  public int connections() {
    return connections.get();
  }

  /** The messages read, as they were on the wire, without the final dot. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** Whatever was said and done so far, one line each; {@code [1] < EHLO x} is from the client. */
  public String transcript() {
    return String.join("\n", transcript);
  }

  /** What clients said that no script expected; empty in a good test. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Ends all connections; fails if a client did not keep to the script. */
  @Override
  public void close() {
    try {
      server.close();
      acceptor.join();
      live.forEach(PeerConnection::abort);
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(String.join("\n", failures) + "\n--\n" + transcript());
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        serve(server.accept());
      } catch (IOException _) {
        return; // Closed: the test is over.
      }
    }
  }

  private void serve(Socket socket) {
    int number = connections.incrementAndGet();
    Dialogue dialogue = dialogues.get(Math.min(number, dialogues.size()) - 1);
    PeerConnection connection =
        new PeerConnection(
            socket, line -> transcript.add("[" + number + "] " + line), messages::add);
    live.add(connection);
    threads.add(
        Thread.ofVirtual()
            .name("scripted-peer-" + number)
            .start(
                () -> {
                  connection
                      .play(dialogue)
                      .ifPresent(failure -> failures.add("[" + number + "] " + failure));
                  live.remove(connection);
                }));
  }
}
