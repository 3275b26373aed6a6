package io.mailprobe.simulator.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes TCP connections at one address and passes each on to another. What ends one side ends the
 * other in the same way: its last byte, or a reset. Where nobody can be reached behind it, a
 * connection is reset.
 */
public final class Gate implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final int BACKLOG = 128;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int BUFFER = 16_384;

  private final InetSocketAddress listen;
  private final Supplier<InetSocketAddress> targets;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gate-", 0).factory());
  private volatile boolean closed;

  /**
   * A gate that takes nothing yet.
   *
   * @param targets where the next connection goes; asked for each, so that a name may be looked up
   *     anew, or several may take turns
   */
  public Gate(InetSocketAddress listen, Supplier<InetSocketAddress> targets) throws IOException {
    this.listen = listen;
    this.targets = targets;
    this.server = new ServerSocket();
  }

  /** Takes connections from now on. */
  public void start() throws IOException {
    try {
      server.bind(listen, BACKLOG);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + listen + ": " + e.getMessage(), e);
    }
    threads.execute(this::accept);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket outside = server.accept();
        open.add(outside);
        threads.execute(() -> pass(outside));
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("{} takes no more connections: {}", listen, e.getMessage());
        }
        return;
      }
    }
  }

  private void pass(Socket outside) {
    Socket inside = new Socket();
    open.add(inside);
    try {
      inside.connect(targets.get(), CONNECT_MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("nobody behind {}: {}", listen, e.getMessage());
      reset(outside);
      reset(inside);
      return;
    }
    if (closed) {
      reset(outside);
      reset(inside);
      return;
    }
    threads.execute(() -> copy(outside, inside));
    copy(inside, outside);
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        end(from);
        end(to);
      }
    } catch (IOException _) {
      reset(from);
      reset(to);
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("not closed: {}", e.getMessage());
    }
  }

  private void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // It is closed already, and that is as good.
    }
    end(socket);
  }

  /** Takes no more, and breaks off what is open. */
  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    open.forEach(this::reset);
    threads.close();
  }
}
