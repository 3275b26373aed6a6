package io.mailprobe.receiver.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.ReceiverEvents.Deferral;
import io.mailprobe.receiver.listen.Connections.Admission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where connections come in. Those over the limits are told so here, with a 421 of their own: the
 * library's limit is never reached, and so it never stops to accept.
 */
final class Door extends ServerSocket {

  private static final Logger log = LoggerFactory.getLogger(Door.class);

  /** How many turned-away connections may wait for their peers to read why. */
  private static final int MAX_LEAVING = 256;

  private final Terms terms;
  private final Connections connections;
  private final Clock clock;
  private final Scheduler scheduler;
  private final AtomicInteger leaving = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean shut;

  Door(Terms terms, Connections connections, Clock clock, Scheduler scheduler) throws IOException {
    this.terms = terms;
    this.connections = connections;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /** The next connection that may begin a session. */
  @Override
  public Socket accept() throws IOException {
    while (true) {
      MeteredSocket socket = new MeteredSocket(clock);
      try {
        implAccept(socket);
      } catch (IOException e) {
        awaitClose();
        throw e;
      }
      Instant connected = clock.micros();
      try {
        Conversation conversation = converse(socket, connected);
        Admission admission = connections.admit(conversation);
        if (admission == Admission.ADMITTED) {
          return open(conversation, socket);
        }
        turnAway(socket, conversation, admission);
      } catch (IOException _) {
        socket.close(); // The peer went away at once.
      } catch (RuntimeException e) {
        // A fault with one peer must not end the loop, which would leave us deaf.
        log.error("connection not served: {}", e.toString());
        socket.close();
      }
    }
  }

  private Conversation converse(MeteredSocket socket, Instant connected) throws IOException {
    socket.setTcpNoDelay(true);
    Wire wire = new Wire(socket, clock, scheduler);
    return new Conversation(wire, terms, connected, socket.getInetAddress().getHostAddress());
  }

  private PeerSocket open(Conversation conversation, MeteredSocket socket) throws IOException {
    terms.events().connected();
    TimeLimits limits = TimeLimits.watch(conversation, terms.limits(), clock, scheduler);
    InetAddress named =
        InetAddress.getByAddress(conversation.peer(), socket.getInetAddress().getAddress());
    return new PeerSocket(
        conversation,
        new InetSocketAddress(named, socket.getPort()),
        () -> {
          limits.stop();
          connections.release(conversation);
        });
  }

  /**
   * Says why not, and leaves the peer a moment to read it. Does not block: so little always fits.
   */
  private void turnAway(MeteredSocket socket, Conversation conversation, Admission why)
      throws IOException {
    String reason =
        switch (why) {
          case ADMITTED -> throw new IllegalStateException("admitted");
          case TOO_MANY -> "Too many connections, try again later";
          case TOO_MANY_FROM_PEER -> "Too many connections from your address, try again later";
          case DRAINING -> "Service is being stopped, try again";
        };
    terms.events().deferred(why == Admission.DRAINING ? Deferral.SHUTDOWN : Deferral.CONNECTIONS);
    String reply = "421 4.3.2 " + terms.hostname() + " " + reason + "\r\n";
    socket.getOutputStream().write(reply.getBytes(US_ASCII));
    socket.shutdownOutput();
    if (leaving.incrementAndGet() > MAX_LEAVING) {
      leaving.decrementAndGet();
      socket.close();
    } else {
      scheduler.after(
          Wire.GRACE,
          () -> {
            leaving.decrementAndGet();
            conversation.close();
          });
    }
  }

  /** Takes no more connections; {@link #accept} stays quiet until the socket is closed. */
  void shut() throws IOException {
    shut = true;
    super.close();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    super.close();
  }

  private void awaitClose() throws IOException {
    if (shut) {
      try {
        closed.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
