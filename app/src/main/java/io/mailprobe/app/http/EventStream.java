package io.mailprobe.app.http;

import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.sse.SseSink;
import io.mailprobe.app.evidence.Json;
import io.mailprobe.app.evidence.ProbeView;
import io.mailprobe.app.health.HealthReport;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.status.ProbeListener;
import io.mailprobe.app.status.StatusReport;
import io.mailprobe.prober.account.ProbeRecord;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Live events for pages: {@code status} every second or two, which is also the sign of life, and
 * {@code probe} when a probe's record changes. Nobody waits for a client: one that does not keep up
 * is dropped, and will connect again.
 */
final class EventStream implements ProbeListener {

  static final int MOST_CLIENTS = 64;

  /** About a minute of a lively process. */
  private static final int QUEUE = 1_000;

  private final Build build;
  private final Supplier<Optional<HealthReport>> health;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private boolean skipped;
  private List<String> states = List.of();

  EventStream(Build build, Supplier<Optional<HealthReport>> health) {
    this.build = build;
    this.health = health;
  }

  /** Whether there is room for another client. */
  boolean hasRoom() {
    return !closed && clients.size() < MOST_CLIENTS;
  }

  /** Takes in a report; every other one is passed on, and each in which a state is new. */
  synchronized void reported(StatusReport report) {
    List<String> now =
        report.routes().stream().map(route -> route.finding().state().label()).toList();
    skipped = !skipped && now.equals(states);
    states = now;
    if (!skipped && !clients.isEmpty()) {
      publish(status(report));
    }
  }

  @Override
  public void changed(ProbeRecord probe) {
    if (!clients.isEmpty()) {
      publish(event("probe", ProbeView.of(probe)));
    }
  }

  /**
   * Sends events until the client is gone or dropped, or the stream ends.
   *
   * @param first how things stand
   */
  void serve(SseSink sink, StatusReport first) {
    Client client = new Client(Thread.currentThread());
    clients.add(client);
    try {
      sink.emit(status(first));
      while (!closed) {
        sink.emit(client.queue.take());
      }
      sink.close();
    } catch (InterruptedException | UncheckedIOException e) {
      // Dropped, or gone: either way there is nobody to tell.
    } finally {
      client.leave();
    }
  }

  /** Ends all streams. */
  void close() {
    closed = true;
    clients.forEach(Client::drop);
  }

  int clients() {
    return clients.size();
  }

  private void publish(SseEvent event) {
    for (Client client : clients) {
      if (!client.queue.offer(event)) {
        client.drop();
      }
    }
  }

  private SseEvent status(StatusReport report) {
    return event("status", StatusView.of(report, build, health.get()));
  }

  private static SseEvent event(String name, Object value) {
    return SseEvent.builder().name(name).data(Json.text(value)).build();
  }

  /** One reader of the stream, served by its own thread. */
  private final class Client {

    private final BlockingQueue<SseEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread server;
    private boolean here = true;

    Client(Thread server) {
      this.server = server;
    }

    /** Interrupts the thread, which on a virtual one also ends a write that is stuck. */
    synchronized void drop() {
      clients.remove(this);
      if (here) {
        server.interrupt();
      }
    }

    synchronized void leave() {
      clients.remove(this);
      here = false;
      Thread.interrupted();
    }
  }
}
