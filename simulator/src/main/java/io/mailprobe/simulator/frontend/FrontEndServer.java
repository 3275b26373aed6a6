package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.server.Servers;
import io.mailprobe.simulator.topology.Place;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One front end: takes connections, and holds a session with each on a thread of its own. */
public final class FrontEndServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FrontEndServer.class);

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** How long a close waits for its threads, which are all broken off. */
  private static final Duration ENDING = Duration.ofSeconds(5);

  private final Edge edge;
  private final Place place;
  private final ServerSocket socket;
  private final SSLContext tls;
  private final Door door;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;
  private volatile boolean closed;

  /**
   * A front end that does nothing yet.
   *
   * @param socket bound to the front end's address; closed with it
   * @param random what the fates of its sessions are drawn from, in the order of their connections
   */
  public FrontEndServer(
      Edge edge, Place place, ServerSocket socket, SSLContext tls, RandomGenerator random) {
    this.edge = edge;
    this.place = place;
    this.socket = socket;
    this.tls = tls;
    this.door = new Door(edge, place, random);
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(place.label() + "-", 0).factory());
  }

  /** Begins to take connections. */
  public void start() {
    edge.queue().servers().watch(new Restarts());
    threads.execute(this::listen);
  }

  private void listen() {
    try {
      while (!closed) {
        take();
      }
    } catch (IOException _) {
      // Closed while it paused.
    }
  }

  private void take() throws IOException {
    Socket client;
    try {
      client = socket.accept();
    } catch (IOException e) {
      if (!closed) {
        LOG.warn("{}: no connection can be taken: {}", place.label(), e.toString());
        Pause.of(
            edge.scheduler(),
            PAUSE); // As when there are no more descriptors, which is so for a while.
      }
      return;
    }
    try {
      open(client);
    } catch (IOException | RejectedExecutionException e) {
      LOG.debug("{}: a client went as it came, or we did", place.label(), e);
      abandon(client);
    }
  }

  private static void abandon(Socket client) {
    try {
      client.close();
    } catch (IOException _) {
      // It is closed either way.
    }
  }

  private void open(Socket client) throws IOException {
    Wire wire = new Wire(client, edge.limits().idle());
    Dialogue dialogue = door.next(wire.clientAddress());
    wires.add(wire);
    threads.execute(() -> hold(wire, new SocketSession(dialogue, wire, tls, edge.scheduler())));
  }

  /** Resets all sessions where the server starts anew. */
  private final class Restarts implements Servers.Watcher {

    @Override
    public void restarted(Place server, Duration away, Duration drain) {
      if (server.label().equals(place.label())) {
        for (Wire wire : wires) {
          try {
            wire.reset();
          } catch (IOException e) {
            LOG.debug("{}: a session ended by itself", place.label(), e);
          }
        }
      }
    }
  }

  private void hold(Wire wire, SocketSession session) {
    Scheduler.Pending limit = edge.scheduler().after(edge.limits().whole(), wire::abort);
    try {
      session.run();
    } finally {
      limit.cancel();
      wires.remove(wire);
    }
  }

  /**
   * Takes no more connections and breaks off those there are. The address is given up only when the
   * thread that waits for connections there has ended.
   */
  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("{}: closing", place.label(), e);
    }
    wires.forEach(Wire::abort);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{}: not all sessions have ended within {}", place.label(), ENDING);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
