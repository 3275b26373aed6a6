package io.mailprobe.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import io.mailprobe.testkit.time.ManualTime;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class HttpSideTest {

  private static final Route AMER = Routes.outbound("amer");
  private static final Route EMEA = Routes.outbound("emea");
  private static final String TOKEN = "a token of the feed";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
  private final Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME);
  private final List<String> notReady = new ArrayList<>();
  private final List<FeedRequest> asked = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Scene amer;
  private Scene emea;
  private HttpSide http;

  @BeforeEach
  void open() throws IOException {
    amer = new Scene(folder.resolve("amer"), List.of(AMER), time, board.events());
    emea = new Scene(folder.resolve("emea"), List.of(EMEA), time, board.events());
    board.watch(amer.ledger());
    board.watch(emea.ledger());
    metrics.watch(amer.ledger());
    board.start();
    http = side(settings(0, TOKEN), List.of(this::feed));
    http.start();
  }

  @AfterEach
  void close() {
    http.close();
    board.close();
    amer.close();
    emea.close();
    metrics.close();
    client.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/page/app.js, text/javascript",
    "/page/style.css, text/css",
    "/page/icon.svg, image/svg+xml",
    "/metrics, text/plain",
    "/healthz, text/plain",
    "/readyz, text/plain",
    "/api/v1/status, application/json",
    "/api/v1/probes, application/json",
    "/api/v1/openapi.json, application/json",
    "/probes/06f3q2k8000000000000000000, text/html"
  })
  void servesGetAndHead(String path, String type) throws Exception {
    HttpResponse<String> get = get(path);
    HttpResponse<String> head =
        send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(header(get, "Content-Type")).startsWith(type);
    assertThat(header(get, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(get.body()).isNotEmpty();
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    if (!path.equals("/metrics")) {
      assertThat(header(head, "Content-Length"))
          .isEqualTo(String.valueOf(get.body().getBytes(StandardCharsets.UTF_8).length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "SURPRISE"})
  void refusesEveryOtherMethod(String method) throws Exception {
    HttpResponse<String> answer =
        send(
            request("/api/v1/status")
                .method(method, HttpRequest.BodyPublishers.ofString("{\"a\": 1}")));

    assertProblem(answer, 405, "only GET and HEAD are served");
    assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/api/v1",
        "/api/v1/status/",
        "/page/../HttpSide.class",
        "/page/%2e%2e/HttpSide.class",
        "/page/HttpSide.class",
        "//etc/passwd",
        "/probes/x",
        "/probes/06f3q2k8000000000000000000/x"
      })
  void knowsNoOtherPath(String path) throws Exception {
    Raw answer = raw("GET " + path + " HTTP/1.1");

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.text()).contains("\"detail\"");
  }

  @Test
  void thePageMayRunNothingForeign() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'");
    assertThat(page.body()).doesNotContain("<style").doesNotContain("onclick").doesNotContain("//");
  }

  @Test
  void anUnchangedPageIsNotSentAgain() throws Exception {
    String tag = header(get("/page/app.js"), "ETag");

    HttpResponse<String> again = send(request("/page/app.js").header("If-None-Match", tag));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void compressesForWhoeverTakesThat() throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            request("/page/app.js").header("Accept-Encoding", "br, gzip;q=0.8").build(),
            BodyHandlers.ofByteArray());
    HttpResponse<String> plain =
        send(request("/page/app.js").header("Accept-Encoding", "gzip;q=0"));

    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()));
    assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.body());
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void readinessNamesItsReasons() throws Exception {
    notReady.add("the receiver does not listen");
    notReady.add("the ledger cannot be written");

    HttpResponse<String> answer = get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo("not ready: the receiver does not listen; the ledger cannot be written\n");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void statusSaysInWordsHowEachRouteDoes() throws Exception {
    amer.arrived(amer.accepted(AMER));

    JsonNode routes = json(get("/api/v1/status")).get("routes");

    assertThat(routes.get(0).get("region").stringValue()).isEqualTo("amer");
    assertThat(routes.get(0).get("state").stringValue()).isEqualTo("flowing");
    assertThat(routes.get(0).get("sentence").stringValue()).isEqualTo("Mail is flowing");
    assertThat(routes.get(0).get("numbers").get("verdicts").get("delivered").intValue())
        .isEqualTo(1);
    assertThat(routes.get(1).get("sentence").stringValue()).isEqualTo("No probe has finished yet");
    assertThat(routes.get(1).get("numbers").get("last_arrival").isNull()).isTrue();
  }

  @Test
  void listsProbesOfAllLedgersNewestFirst() throws Exception {
    ProbeId first = amer.accepted(AMER);
    time.advance(Duration.ofSeconds(1));
    ProbeId second = emea.accepted(EMEA);
    time.advance(Duration.ofSeconds(1));
    ProbeId third = amer.tick(AMER);
    amer.ended(
        third,
        Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
        Duration.ofSeconds(15));
    Instant since = time.wall().minusMillis(500);

    assertThat(ids("/api/v1/probes")).containsExactly(third, second, first);
    assertThat(ids("/api/v1/probes?limit=2")).containsExactly(third, second);
    assertThat(ids("/api/v1/probes?region=emea")).containsExactly(second);
    assertThat(ids("/api/v1/probes?region=nowhere")).isEmpty();
    assertThat(ids("/api/v1/probes?route=nothing")).isEmpty();
    assertThat(ids("/api/v1/probes?troubled=true")).containsExactly(third);
    assertThat(ids("/api/v1/probes?since=" + since)).containsExactly(third);
  }

  @Test
  void aProbeComesWithItsEvidence() throws Exception {
    ProbeId probe = amer.tick(AMER);
    amer.ended(
        probe,
        Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
        Duration.ofSeconds(15));
    time.advance(Duration.ofSeconds(15));
    amer.retry(probe);
    amer.ended(probe, Sessions.accepted(time.wall()), Duration.ZERO);
    time.advance(Duration.ofMillis(2_250));
    amer.arrived(probe);

    JsonNode history = json(get("/api/v1/probes/" + probe));

    assertThat(history.get("probe").get("verdict").stringValue()).isEqualTo("delivered");
    assertThat(history.get("probe").get("latency_seconds").doubleValue()).isEqualTo(17.25);
    JsonNode refused = history.get("attempts").get(0).get("session");
    assertThat(refused.get("outcome").stringValue()).isEqualTo("deferred");
    assertThat(refused.get("front_end").get("forest").stringValue()).isEqualTo("namprd07");
    assertThat(refused.get("transcript").get(2).get("text").stringValue()).startsWith("421 4.3.2");
    assertThat(history.get("attempts").get(1).get("session").get("phases").size()).isEqualTo(11);
    assertThat(history.get("arrivals").get(0).get("peer").stringValue()).isEqualTo("127.0.2.7");
    assertThat(get("/probes/" + probe).statusCode()).isEqualTo(200);
  }

  @Test
  void aProbeThatIsInNoLedgerIsNotFound() throws Exception {
    assertProblem(
        get("/api/v1/probes/06f3q2k8000000000000000000"),
        404,
        "no ledger of this process holds a probe 06f3q2k8000000000000000000");
    assertThat(get("/api/v1/probes/%00").statusCode()).isIn(400, 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/probes?limit=0|parameter 'limit' is a whole number from 1 to 10000, not '0'",
        "/api/v1/probes?limit=ten|parameter 'limit' is a whole number from 1 to 10000, not 'ten'",
        "/api/v1/probes?troubled=yes|parameter 'troubled' is true or false, not 'yes'",
        "/api/v1/probes?since=noon|parameter 'since' is an instant such as"
            + " 2026-06-02T13:03:00Z, not 'noon'",
        "/api/v1/probes?limit=1&limit=2|parameter 'limit' is given more than once",
        "/api/v1/probes?rout=x|unknown parameter 'rout': it takes route, region, troubled, since,"
            + " limit",
        "/api/v1/status?x=1|unknown parameter 'x': it takes none",
      })
  void aParameterThatIsNotUnderstoodIsNamed(String path, String detail) throws Exception {
    assertProblem(get(path), 400, detail);
  }

  @Test
  void theFeedIsAskedAsTheRequestSays() throws Exception {
    HttpResponse<String> answer =
        feed("prober=amer-1&after=j1-41&limit=7&wait=30s", "bEaReR " + TOKEN);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(FeedCodec.MEDIA_TYPE);
    assertThat(FeedCodec.parse(answer.body()).next()).isEqualTo(new FeedCursor("j1", 42));
    assertThat(asked)
        .containsExactly(
            new FeedRequest(
                "amer-1", Optional.of(new FeedCursor("j1", 41)), 7, Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic YTpi", "a token of the feed"})
  void theFeedIsKeptFromWhoeverDoesNotShowTheToken(String authorization) throws Exception {
    HttpResponse<String> answer = feed("prober=amer-1", authorization);

    assertProblem(answer, 401, "the feed asks for its bearer token");
    assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=7|parameter 'prober' is missing",
        "prober=a%20b|parameter 'prober' is the name of a prober, not 'a b'",
        "prober=a&after=41|parameter 'after' is the cursor of an earlier page, not '41'",
        "prober=a&limit=1001|parameter 'limit' is a whole number from 1 to 1000, not '1001'",
        "prober=a&wait=61s|parameter 'wait' is a duration such as 15s, up to 60s, not '61s'",
        "prober=a&wait=-1|parameter 'wait' is a duration such as 15s, up to 60s, not '-1'",
      })
  void theFeedNamesWhatItDoesNotUnderstand(String query, String detail) throws Exception {
    assertProblem(feed(query, "Bearer " + TOKEN), 400, detail);
  }

  @Test
  void aProcessWithoutAReceiverHasNoFeed() throws Exception {
    try (HttpSide other = side(settings(0), List.of())) {
      other.start();
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + other.port() + "/api/v1/feed?prober=a"))
                  .timeout(PATIENCE)
                  .build(),
              BodyHandlers.ofString());

      assertProblem(answer, 404, "there is no receiver in this process");
    }
  }

  @Test
  void closingDoesNotWaitForReadersOfTheFeed() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    ArrivalFeed endless =
        request -> {
          reading.countDown();
          new CountDownLatch(1).await();
          return feed(request);
        };
    HttpSide other = side(settings(0), List.of(endless));
    other.start();
    URI address = URI.create("http://127.0.0.1:" + other.port() + "/api/v1/feed?prober=a&wait=60");
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    assertThat(reading.await(15, TimeUnit.SECONDS)).isTrue();

    assertThatCode(() -> CompletableFuture.runAsync(other::close).get(15, TimeUnit.SECONDS))
        .doesNotThrowAnyException();
    assertThatCode(() -> answer.handle((_, _) -> true).get(15, TimeUnit.SECONDS))
        .doesNotThrowAnyException();
  }

  @Test
  void metricsSpeakOpenMetricsToWhoeverAsks() throws Exception {
    HttpResponse<String> answer =
        send(request("/metrics").header("Accept", "application/openmetrics-text; version=1.0.0"));

    assertThat(header(answer, "Content-Type")).startsWith("application/openmetrics-text");
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  @Test
  void oversizedRequestsAreRefused() throws Exception {
    assertThat(raw("GET /healthz?" + "x".repeat(20_000) + " HTTP/1.1").status())
        .isBetween(400, 499);
    assertThat(raw("GET /healthz HTTP/1.1\r\nX-Long: " + "x".repeat(40_000)).status())
        .isBetween(400, 499);
    assertThat(raw("POST /healthz HTTP/1.1\r\nContent-Length: 99999999").status())
        .isBetween(400, 499);
    assertThat(raw("nonsense").text()).isEmpty();
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpSide other = side(settings(taken.getLocalPort()), List.of())) {
      assertThatThrownBy(other::start)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen for HTTP on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": another program listens there");
    }
  }

  @Test
  void speaksTlsWithACertificateOfPemFiles() throws Exception {
    TestCertificates certificates = new TestCertificates();
    TestCertificates.Server server = certificates.forNames("localhost");
    HttpSettings settings =
        new HttpSettings(
            InetSocketAddress.createUnresolved("127.0.0.1", 0),
            Optional.of(new PemFiles(server.certificatePem(folder), server.keyPem(folder))),
            Optional.empty());
    try (HttpSide secure = side(settings, List.of());
        HttpClient trusting =
            HttpClient.newBuilder().sslContext(certificates.clientContext()).build()) {
      secure.start();
      HttpResponse<String> answer =
          trusting.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + secure.port() + "/healthz"))
                  .timeout(PATIENCE)
                  .build(),
              BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo("alive\n");
    }
  }

  @Test
  void settingsKeepTheTokenToThemselves() {
    assertThat(settings(0, TOKEN).toString()).doesNotContain(TOKEN);
  }

  private FeedPage feed(FeedRequest request) {
    asked.add(request);
    return new FeedPage(new FeedCursor("j1", 42), time.wall(), List.of());
  }

  private HttpSide side(HttpSettings settings, List<ArrivalFeed> feed) {
    return new HttpSide(
        settings,
        new HttpSources(
            new Build("0.1.0", "abc"),
            metrics,
            board,
            Replies.BLAME,
            List.of(amer.ledger(), emea.ledger()),
            feed.stream().findFirst(),
            Optional::empty,
            () -> List.copyOf(notReady)),
        time);
  }

  private static HttpSettings settings(int port, String... token) {
    return new HttpSettings(
        InetSocketAddress.createUnresolved("127.0.0.1", port),
        Optional.empty(),
        Stream.of(token).findFirst());
  }

  /** Sends these lines and a Host header as they are, which no HTTP client would. */
  private Raw raw(String lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String request = lines + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answer);
      } catch (SocketException e) {
        // Reset, after the answer: it does not read the rest of what it refused.
      }
      String text = answer.toString(StandardCharsets.UTF_8);
      return new Raw(text.isEmpty() ? 0 : Integer.parseInt(text.substring(9, 12)), text);
    }
  }

  private record Raw(int status, String text) {}

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpResponse<String> feed(String query, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request("/api/v1/feed?" + query);
    return send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private List<ProbeId> ids(String path) throws IOException, InterruptedException {
    List<ProbeId> ids = new ArrayList<>();
    for (JsonNode probe : json(get(path)).get("probes")) {
      ids.add(ProbeId.parse(probe.get("id").stringValue()).orElseThrow());
    }
    return ids;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.get("detail").stringValue()).isEqualTo(detail);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
