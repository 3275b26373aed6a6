package io.mailprobe.simulator.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mailprobe.protocol.time.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTPS server for several sites. It may be stopped and started again on the same port, as a
 * service that is down for a while; a fault holds until it is mended.
 */
public final class WebServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  /** Far more than any request for a token has. */
  private static final int MOST_BYTES = 256 * 1024;

  private final SSLContext tls;
  private final List<WebSite> sites;
  private final Scheduler scheduler;
  private final AtomicLong requests = new AtomicLong();
  private @Nullable Running running;
  private Optional<WebFault> fault = Optional.empty();
  private CountDownLatch faultEnds = new CountDownLatch(0);

  /**
   * A server that does nothing yet.
   *
   * @param sites asked in their order; the first with an answer gives it
   */
  public WebServer(SSLContext tls, List<WebSite> sites, Scheduler scheduler) {
    this.tls = tls;
    this.sites = List.copyOf(sites);
    this.scheduler = scheduler;
  }

  /** Takes requests from now on, at this address; port 0 is any that is free. */
  public synchronized void start(InetSocketAddress address) throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory());
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
    running = new Running(server, threads);
  }

  /** Where it listens. Only while it does. */
  public synchronized InetSocketAddress address() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("the server does not listen");
    }
    return now.server().getAddress();
  }

  /** How many requests came in so far. */
  public long requests() {
    return requests.get();
  }

  /** From now on, until another fault or {@link #mend}. */
  public synchronized void strike(WebFault next) {
    faultEnds.countDown();
    faultEnds = new CountDownLatch(1);
    fault = Optional.of(next);
  }

  /** Ends the fault; what it holds back goes on. */
  public synchronized void mend() {
    fault = Optional.empty();
    faultEnds.countDown();
  }

  private void serve(HttpExchange exchange) {
    requests.incrementAndGet();
    try (exchange) {
      WebRequest request = read(exchange);
      Optional<WebFault> now;
      CountDownLatch end;
      synchronized (this) {
        now = fault;
        end = faultEnds;
      }
      if (now.isEmpty()) {
        write(exchange, answer(request));
      } else {
        struck(exchange, request, now.get(), end);
      }
    } catch (IOException e) {
      LOG.debug("a client went, or we did: {}", e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Closed meanwhile.
    }
  }

  private void struck(
      HttpExchange exchange, WebRequest request, WebFault now, CountDownLatch faultEnd)
      throws IOException, InterruptedException {
    switch (now) {
      case WebFault.Answer(WebAnswer answer) -> write(exchange, answer);
      case WebFault.Slow slow -> {
        CountDownLatch over = new CountDownLatch(1);
        scheduler.after(slow.delay(), over::countDown);
        over.await();
        write(exchange, answer(request));
      }
      case WebFault.Stall _ -> {
        faultEnd.await();
        write(exchange, answer(request));
      }
      case WebFault.Drip _ -> {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
          out.write('{');
          out.flush();
          faultEnd.await();
        }
      }
      case WebFault.HangUp _ -> {} // Closed without headers, the exchange ends its connection.
    }
  }

  private WebAnswer answer(WebRequest request) {
    for (WebSite site : sites) {
      Optional<WebAnswer> answer = site.answer(request);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return WebAnswer.json(404, "{}");
  }

  private static WebRequest read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String query = exchange.getRequestURI().getRawQuery();
    try (InputStream body = exchange.getRequestBody()) {
      return new WebRequest(
          exchange.getRequestMethod(),
          exchange.getRequestURI().getPath(),
          query == null ? Map.of() : WebRequest.parameters(query),
          headers,
          new String(body.readNBytes(MOST_BYTES), UTF_8));
    }
  }

  private static void write(HttpExchange exchange, WebAnswer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Takes no more requests and breaks off those there are; may be started again. */
  public synchronized void stop() {
    Running last = running;
    if (last != null) {
      running = null;
      last.server().stop(0);
      last.threads().shutdownNow();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private record Running(HttpsServer server, ExecutorService threads) {}
}
