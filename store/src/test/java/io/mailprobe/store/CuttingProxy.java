package io.mailprobe.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a PostgreSQL server and breaks the connection around a commit, once for each order.
 */
final class CuttingProxy implements AutoCloseable {

  enum Cut {
    NEVER,
    /** The server never sees the commit. */
    BEFORE_COMMIT,
    /** The server commits, and its client never hears of it. */
    AFTER_COMMIT
  }

  private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final int serverPort;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Cut next = Cut.NEVER;

  private volatile boolean refusing;
  private volatile boolean hasCut;

  CuttingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    var _ = threads.submit(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  void cut(Cut order) {
    next = order;
  }

  /** Whether an order was carried out. */
  boolean hasCut() {
    return hasCut;
  }

  /** Whether new connections are cut at once. */
  void refuse(boolean now) {
    refusing = now;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (refusing) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        var _ = threads.submit(() -> pass(client, server, true));
        var _ = threads.submit(() -> pass(server, client, false));
      } catch (IOException _) {
        return; // Closed.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean fromClient) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
        boolean commit = fromClient && new String(buffer, 0, length, ISO_8859_1).contains("COMMIT");
        Cut cut = commit ? next : Cut.NEVER;
        if (cut != Cut.NEVER) {
          hasCut = true;
          next = Cut.NEVER;
        }
        switch (cut) {
          case NEVER -> output.write(buffer, 0, length);
          case BEFORE_COMMIT -> {
            return;
          }
          case AFTER_COMMIT -> {
            from.close(); // First: nothing of the answer may come through.
            output.write(buffer, 0, length);
            to.shutdownOutput();
            return;
          }
        }
      }
    } catch (IOException _) {
      // Either end is gone: both are closed.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
