package io.mailprobe.receiver.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.protocol.time.Scheduler.Pending;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One peer's connection, before and after STARTTLS: bytes in with the instant they came, replies
 * out, and the ways to end it. Read by the session's thread alone; replies and endings may come
 * from any thread.
 *
 * <p>A peer that is gone reads as the end of input, whatever the socket says about how it went.
 */
final class Wire {

  /** How long a peer has to take our last words before the connection is cut. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final int BUFFER = 8_192;
  private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final MeteredSocket socket;
  private final Clock clock;
  private final Scheduler scheduler;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean doomed = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int limit;
  private Instant filled;
  private InputStream in;
  private volatile OutputStream out;
  private volatile @Nullable SSLSocket tls;
  private volatile @Nullable Pending cutting;
  private volatile boolean ended;

  Wire(MeteredSocket socket, Clock clock, Scheduler scheduler) throws IOException {
    this.socket = socket;
    this.clock = clock;
    this.scheduler = scheduler;
    in = socket.getInputStream();
    out = socket.getOutputStream();
    filled = clock.micros();
  }

  /** The next byte, or -1 at the end. */
  int read() {
    return next < limit || fill() ? buffer[next++] & 0xFF : -1;
  }

  private boolean fill() {
    int count = readSome();
    filled = clock.micros();
    while (ended && count > 0) {
      count = readSome(); // The peer was told that it is over: what it says now is not heard.
    }
    next = 0;
    limit = Math.max(count, 0);
    return limit > 0;
  }

  private int readSome() {
    try {
      return in.read(buffer);
    } catch (IOException _) {
      return -1;
    }
  }

  /** When the byte read last came. */
  Instant filled() {
    return filled;
  }

  /** Forgets what the peer has sent ahead; returns how many bytes that were. */
  int discardBuffered() {
    int count = limit - next;
    next = limit;
    return count;
  }

  /** Sends a reply of one or more lines; nothing once the session was ended. */
  void send(String reply) {
    writing.lock();
    try {
      if (!ended) {
        write(reply);
      }
    } finally {
      writing.unlock();
    }
  }

  private void write(String reply) {
    try {
      out.write((reply + "\r\n").getBytes(UTF_8));
      out.flush();
    } catch (IOException _) {
      // The peer is gone; the next read says so.
    }
  }

  /**
   * Sends the last reply; from then on the peer is not heard any more. Does nothing where the
   * session was ended before. May block for as long as {@link #GRACE}.
   *
   * @param announce run before the peer is told
   */
  void end(String lastReply, Runnable announce) {
    cutSoon();
    writing.lock();
    try {
      if (!ended) {
        ended = true;
        announce.run();
        write(lastReply);
        shutdownOutput();
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * Lets the connection live for {@link #GRACE} and no longer. This also cuts through a reply that
   * a peer does not read, and so frees whoever is blocked in it.
   */
  void cutSoon() {
    if (doomed.compareAndSet(false, true)) {
      cutting = scheduler.after(GRACE, this::cut);
    }
  }

  /**
   * No more from us, while the reading goes on: a connection that is closed with input unread is
   * reset, and the peer may then never see the last reply.
   */
  private void shutdownOutput() {
    try {
      SSLSocket layer = tls;
      if (layer != null) {
        layer.shutdownOutput();
      }
      socket.shutdownOutput();
    } catch (IOException _) {
      // The peer is gone.
    }
  }

  /**
   * Puts TLS between the peer and the session. What the peer sent ahead in clear text must have
   * been discarded.
   *
   * @throws IOException if the handshake fails; the connection is of no more use then
   */
  void startTls(SSLContext context) throws IOException {
    // No host: with a null one there is no reverse lookup of the peer's name.
    SSLSocket layer =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    layer.setUseClientMode(false);
    layer.setEnabledProtocols(TLS_VERSIONS);
    tls = layer;
    layer.startHandshake();
    in = layer.getInputStream();
    out = layer.getOutputStream();
  }

  boolean isTls() {
    return tls != null;
  }

  /** The monotonic instant at which bytes last moved. */
  long moved() {
    return socket.moved();
  }

  /** Ends the session without a word, because it has had its last one. */
  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    skipArrived();
    sayGoodbye();
    cut();
    Pending needless = cutting;
    if (needless != null) {
      needless.cancel(); // Or it would hold on to all of this for a while, under a flood to much.
    }
  }

  private void sayGoodbye() {
    SSLSocket layer = tls;
    if (layer != null) {
      cutSoon(); // Should the goodbye of TLS block.
      try {
        layer.close();
      } catch (IOException _) {
        // The peer is gone.
      }
    }
  }

  /** Reads what has come in already, for the reason given at {@link #shutdownOutput}. */
  private void skipArrived() {
    try {
      InputStream input = socket.getInputStream();
      for (int i = 0; i < 8 && input.available() > 0; i++) {
        int _ = input.read(buffer, 0, Math.min(buffer.length, input.available()));
      }
    } catch (IOException _) {
      // The peer is gone.
    }
  }

  private void cut() {
    try {
      socket.close();
    } catch (IOException _) {
      // Closed all the same.
    }
  }
}
