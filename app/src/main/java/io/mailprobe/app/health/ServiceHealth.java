package io.mailprobe.app.health;

import io.mailprobe.app.status.StatusReport;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.prober.feed.ExtraAuthority;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.prober.web.WebClient;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every few minutes what Microsoft tells of Exchange Online's health, and remembers when we
 * saw trouble there ourselves. It listens to the status board and is listened to by nobody that
 * judges: Microsoft told of the outage of June 2026 ninety minutes late.
 */
public final class ServiceHealth implements AutoCloseable {

  /** What an administrator has to consent to, as an application permission of Graph. */
  public static final String PERMISSION = "ServiceHealth.Read.All";

  private static final Logger log = LoggerFactory.getLogger(ServiceHealth.class);

  /** After failures it is read less and less often, but for what Graph itself asks for. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

  /** A part of the interval, up and down, so that many processes do not ask at once. */
  private static final double JITTER = 0.1;

  private static final Duration FIRST_WITHIN = Duration.ofSeconds(5);

  private final GraphIssues graph;
  private final HealthStore store;
  private final Duration every;
  private final TimeAndChance given;
  private final Executor executor;
  private final HealthEvents events;
  private Spells spells = new Spells(List.of());
  private Book book = new Book(List.of());
  private Optional<Instant> lastRead = Optional.empty();
  private Optional<String> trouble = Optional.empty();
  private int failures;
  private volatile boolean closed;

  private ServiceHealth(
      GraphIssues graph,
      HealthStore store,
      Duration every,
      TimeAndChance given,
      Executor executor,
      HealthEvents events) {
    this.graph = graph;
    this.store = store;
    this.every = every;
    this.given = given;
    this.executor = executor;
    this.events = events;
  }

  /**
   * Opens what was saved; reads nothing before its start.
   *
   * @param address where that is
   * @param tokens tokens for Graph
   * @throws IOException if the store or the trusted certificates cannot be used
   */
  public static ServiceHealth open(
      HealthSettings settings,
      StoreAddress address,
      TokenSource tokens,
      TimeAndChance given,
      HealthEvents events)
      throws IOException {
    return open(
        settings,
        address,
        tokens,
        given,
        task -> Thread.ofVirtual().name("service-health").start(task),
        events);
  }

  static ServiceHealth open(
      HealthSettings settings,
      StoreAddress address,
      TokenSource tokens,
      TimeAndChance given,
      Executor executor,
      HealthEvents events)
      throws IOException {
    WebClient client = client(settings);
    HealthStore store;
    try {
      store = HealthStore.open(address);
    } catch (StoreException | RuntimeException e) {
      client.close();
      throw e;
    }
    GraphIssues graph = new GraphIssues(settings.graph(), tokens, client);
    ServiceHealth opened =
        new ServiceHealth(graph, store, settings.every(), given, executor, events);
    try {
      opened.load();
      return opened;
    } catch (StoreException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private synchronized void load() throws StoreException {
    spells = new Spells(store.spells());
    book = store.book();
  }

  static WebClient client(HealthSettings settings) throws IOException {
    try {
      Optional<SSLContext> tls =
          settings.trusted().isEmpty()
              ? Optional.empty()
              : Optional.of(ExtraAuthority.trusting(settings.trusted()));
      return new WebClient(tls);
    } catch (GeneralSecurityException e) {
      throw new IOException("the trusted certificates cannot be used: " + e.getMessage(), e);
    }
  }

  /** Begins to read. */
  public void start() {
    readAfter(Duration.ofMillis(given.random().nextLong(FIRST_WITHIN.toMillis())));
  }

  private void readAfter(Duration pause) {
    given.scheduler().after(pause, () -> executor.execute(this::read));
  }

  private void read() {
    if (closed) {
      return;
    }
    Duration pause;
    try {
      pause = told(graph.ask(given.clock().wall()));
    } catch (GraphException e) {
      pause = failed(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException e) {
      log.error("a fault in reading service health", e);
      pause = failed(new GraphException(PollResult.PROGRAM, "a fault in Mailprobe"));
    }
    double factor = 1 - JITTER + 2 * JITTER * given.random().nextDouble();
    readAfter(Duration.ofMillis((long) (pause.toMillis() * factor)));
  }

  private Duration told(GraphIssues.Told told) {
    Instant now = given.clock().wall().truncatedTo(ChronoUnit.MICROS);
    synchronized (this) {
      if (closed) {
        return every;
      }
      Book next = book.after(told, now);
      if (!next.equals(book)) {
        book = next;
        store.save(next);
      }
      List<Spell> forgotten = spells.forget(next.known(), now);
      if (!forgotten.isEmpty()) {
        store.forget(forgotten);
      }
      if (failures > 0) {
        log.info("Microsoft's service health can be read again");
      }
      failures = 0;
      lastRead = Optional.of(now);
      trouble = Optional.empty();
    }
    events.polled(PollResult.OK);
    events.unreadable(told.unreadable());
    return every;
  }

  private Duration failed(GraphException e) {
    if (closed) {
      return every;
    }
    events.polled(e.result());
    synchronized (this) {
      failures++;
      trouble = Optional.of("Microsoft's service health cannot be read: " + e.getMessage());
      if (failures == 1) {
        log.warn("Microsoft's service health cannot be read: {}", e.getMessage());
      }
      return pause(failures, e.askedToWait());
    }
  }

  private Duration pause(int failed, Optional<Duration> asked) {
    Duration doubled = shorter(every.multipliedBy(1L << Math.min(failed - 1, 10)), LONGEST_PAUSE);
    Duration own = longer(every, doubled);
    // What Graph asks for is the least: jitter must not make it less.
    return asked
        .map(wait -> shorter(wait, LONGEST_ASKED_FOR))
        .map(wait -> Duration.ofMillis((long) Math.ceil(wait.toMillis() / (1 - JITTER))))
        .map(wait -> longer(own, wait))
        .orElse(own);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Takes in how our routes do. Does not wait. */
  public synchronized void reported(StatusReport report) {
    if (!closed) {
      spells.observe(report).ifPresent(store::save);
    }
  }

  /** What is known now. */
  public synchronized HealthReport report() {
    Instant now = given.clock().wall();
    return new HealthReport(
        lastRead,
        trouble,
        book.known().stream()
            .map(
                known ->
                    new IssueStatus(
                        known.issue(),
                        known.firstSeen(),
                        known.resolution(),
                        spells.of(known, now)))
            .toList());
  }

  /** Reads no more, and saves what is still to be saved. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    graph.close();
    store.close();
  }
}
