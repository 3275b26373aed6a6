package io.mailprobe.app.http;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.sse.SseSink;
import io.mailprobe.protocol.time.Clock;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: takes requests on virtual threads, finds their handlers, sends their answers. */
public final class HttpSide implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpSide.class);
  private static final int MOST_CONNECTIONS = 1_024;
  private static final int MOST_BODY = 65_536;

  private final HttpSettings settings;
  private final HttpSources sources;
  private final Endpoints endpoints;
  private final EventStream events;
  private @Nullable WebServer server;

  /** Listens to nothing before its start. */
  public HttpSide(HttpSettings settings, HttpSources sources, Clock clock) {
    this.settings = settings;
    this.sources = sources;
    this.endpoints =
        new Endpoints(
            sources, new Api(sources, clock), new FeedEndpoint(sources, settings), new PageFiles());
    this.events = new EventStream(sources.build(), sources.health());
  }

  /**
   * Checks that the metrics can be scraped, and begins to listen.
   *
   * @throws IOException if the metrics cannot be scraped, it cannot listen there, or the
   *     certificate cannot be read; the message says which
   */
  public void start() throws IOException {
    try {
      sources.metrics().check();
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
    requireFree();
    WebServerConfig.Builder config =
        WebServer.builder()
            .host(settings.listen().getHostString())
            .port(settings.listen().getPort())
            .maxTcpConnections(MOST_CONNECTIONS)
            .maxPayloadSize(MOST_BODY)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofSeconds(1))
            .featuresDiscoverServices(false)
            .addProtocol(
                Http1Config.builder().maxPrologueLength(8_192).maxHeadersSize(16_384).build())
            .directHandlers(problems())
            .routing(HttpRouting.builder().any(this::handle));
    if (settings.tls().isPresent()) {
      config.tls(ServerTls.of(settings.tls().get()));
    }
    sources.board().listen(events::reported);
    sources.board().listenToProbes(events);
    WebServer starting = config.build().start();
    if (!starting.isRunning()) {
      throw new IOException(
          "cannot listen for HTTP on " + settings.address() + ": the log tells why");
    }
    server = starting;
  }

  /** The port it listens on. */
  public int port() {
    WebServer running = server;
    return running == null ? settings.listen().getPort() : running.port();
  }

  /** Ends the live streams, lets requests in progress end within a second, and stops listening. */
  @Override
  public void close() {
    events.close();
    WebServer running = server;
    if (running != null) {
      running.stop();
    }
  }

  int liveClients() {
    return events.clients();
  }

  /** Helidon only logs that it cannot listen, and goes on without: asked here, it is told. */
  private void requireFree() throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(settings.listen().getHostString(), settings.listen().getPort());
    if (address.isUnresolved()) {
      throw new IOException(
          "cannot listen for HTTP on " + settings.address() + ": there is no such host");
    }
    try (ServerSocket trial = new ServerSocket()) {
      trial.bind(address);
    } catch (BindException e) {
      String reason =
          "Address already in use".equals(e.getMessage())
              ? "another program listens there"
              : e.getMessage();
      throw new IOException("cannot listen for HTTP on " + settings.address() + ": " + reason, e);
    }
  }

  private void handle(ServerRequest request, ServerResponse response) {
    boolean get = request.prologue().method().equals(Method.GET);
    boolean head = request.prologue().method().equals(Method.HEAD);
    String path = request.path().rawPath();
    if (get && path.equals(Endpoints.EVENTS)) {
      stream(request, response);
      return;
    }
    Replies.send(request, response, answer(request, path, get || head));
  }

  private Answer answer(ServerRequest request, String path, boolean allowed) {
    Optional<Endpoints.Match> match = endpoints.match(path);
    if (match.isEmpty() && !path.equals(Endpoints.EVENTS)) {
      return Answer.problem(404, "nothing is served at this path; /api/v1/openapi.json lists all");
    }
    if (!allowed) {
      return Answer.problem(405, "only GET and HEAD are served").with("Allow", "GET, HEAD");
    }
    if (match.isEmpty()) {
      return Answer.of(200, Replies.EVENT_STREAM.text(), new byte[0]);
    }
    try {
      return match.get().handler().answer(read(request, path, match.get().variables()));
    } catch (RefusedException e) {
      return Answer.problem(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.problem(503, "this process is being stopped");
    } catch (IOException e) {
      LOG.warn("{} could not be answered: {}", path, e.getMessage());
      return Answer.problem(503, "the store cannot be read now");
    } catch (Exception e) {
      LOG.error("a fault in answering {}", path, e);
      return Answer.problem(500, "a fault in Mailprobe; its log tells more");
    }
  }

  private static Request read(ServerRequest request, String path, Map<String, String> variables) {
    Map<String, List<String>> query = new TreeMap<>();
    for (String name : request.query().names()) {
      query.put(name, request.query().all(name));
    }
    return new Request(
        path,
        variables,
        new Parameters(query),
        request.headers().first(HeaderNames.AUTHORIZATION),
        request.headers().first(HeaderNames.ACCEPT).orElse(""));
  }

  private void stream(ServerRequest request, ServerResponse response) {
    if (!events.hasRoom()) {
      Replies.send(request, response, Answer.problem(503, "too many pages are open already"));
      return;
    }
    if (!request.headers().isAccepted(Replies.EVENT_STREAM)) {
      Replies.send(request, response, Answer.problem(406, "events come as text/event-stream"));
      return;
    }
    Replies.secure(response);
    response.header("Cache-Control", "no-store");
    events.serve(response.sink(SseSink.TYPE), sources.board().report());
    throw new CloseConnectionException("end of a live stream");
  }

  /** What is not even a request is refused in the same form. */
  private static DirectHandlers problems() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, (_, _, status, headers, _) -> Replies.direct(status, headers));
    }
    return handlers.build();
  }
}
