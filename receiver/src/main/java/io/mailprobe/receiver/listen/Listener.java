package io.mailprobe.receiver.listen;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.ReceiverEvents;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.tls.Certificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.SMTPServer;

/** Takes mail at one address and port. */
public final class Listener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final int BACKLOG = 1_024;

  /** How far the library's own limit is above ours, so that it is never met. */
  private static final int LIBRARY_MARGIN = 1_000;

  private final InetSocketAddress address;
  private final Terms terms;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Connections connections;
  private @Nullable Door door;
  private @Nullable SMTPServer server;

  public Listener(
      ReceiverSettings settings,
      Certificates certificates,
      Inbox inbox,
      ReceiverEvents events,
      Clock clock,
      Scheduler scheduler) {
    address = settings.listen();
    terms =
        new Terms(
            settings.hostname(),
            settings.limits(),
            inbox,
            events,
            certificates,
            new Pacer(settings.limits().refusals(), clock, scheduler));
    this.clock = clock;
    this.scheduler = scheduler;
    connections = new Connections(settings.limits());
  }

  /**
   * Begins to take connections.
   *
   * @throws IOException if the address cannot be listened on
   */
  public synchronized void start() throws IOException {
    if (address.isUnresolved()) {
      throw new IOException(
          "cannot listen on %s: there is no such address, check receiver.listen"
              .formatted(address.getHostString()));
    }
    Door made = new Door(terms, connections, clock, scheduler);
    SMTPServer built =
        SMTPServer.port(address.getPort())
            .bindAddress(address.getAddress())
            .backlog(BACKLOG)
            .hostName(terms.hostname())
            .softwareName("Mailprobe")
            .maxConnections(terms.limits().connections() + LIBRARY_MARGIN)
            .insertReceivedHeaders(false)
            .serverSocketFactory(() -> made)
            .executorService(
                Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual()
                        .name("receiver-session-", 0)
                        .uncaughtExceptionHandler(
                            (_, e) -> log.error("session failed: {}", e.toString()))
                        .factory()))
            .build();
    Verbs.ALL.forEach(
        (name, verb) -> built.getCommandHandler().addCommand(new VerbCommand(name, verb)));
    try {
      built.start();
    } catch (RuntimeException e) {
      made.close();
      throw new IOException(
          "cannot listen on %s:%d (%s): stop what holds the port, or set receiver.listen to another"
              .formatted(address.getHostString(), address.getPort(), reason(e)),
          e);
    }
    door = made;
    server = built;
  }

  /** The library wraps what went wrong. */
  private static @Nullable String reason(RuntimeException e) {
    Throwable cause = e.getCause();
    return cause == null ? e.getMessage() : cause.getMessage();
  }

  /** The port it listens on; 0 before the start. */
  public synchronized int port() {
    return door == null ? 0 : door.getLocalPort();
  }

  /** Whether connections are taken. */
  public synchronized boolean isListening() {
    return door != null && !door.isClosed();
  }

  /** How many sessions are open. */
  public int sessions() {
    return connections.count();
  }

  /**
   * Takes no more connections, ends the sessions that are between transactions, and after so long
   * at most the others; all with a 421.
   */
  public void drain(Duration patience) {
    shutDoor();
    CompletableFuture<Void> drained = connections.drain();
    connections.all().forEach(conversation -> onOwnThread(conversation::drain));
    await(drained, patience);
    connections.all().forEach(conversation -> onOwnThread(conversation::shutDown));
    await(drained, Wire.GRACE.multipliedBy(2));
  }

  private synchronized void shutDoor() {
    try {
      if (door != null) {
        door.shut();
      }
    } catch (IOException e) {
      log.warn("cannot close {}: {}", address, e.getMessage());
    }
  }

  /** A last reply may block, and one slow peer must not keep the others waiting. */
  private static void onOwnThread(Runnable ending) {
    Thread.ofVirtual().name("receiver-drain").start(ending);
  }

  private void await(CompletableFuture<Void> drained, Duration patience) {
    CompletableFuture<Void> enough = new CompletableFuture<>();
    var pending = scheduler.after(patience, () -> enough.complete(null));
    CompletableFuture.anyOf(drained, enough).join();
    pending.cancel();
  }

  /** Drains without patience and gives the port back. */
  @Override
  public void close() {
    drain(Duration.ZERO);
    SMTPServer running;
    synchronized (this) {
      running = server;
      server = null;
    }
    if (running != null) {
      running.stop();
    }
  }
}
