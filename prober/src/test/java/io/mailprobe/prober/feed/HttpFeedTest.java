package io.mailprobe.prober.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpFeedTest {

  private static final Instant NOW = Instant.parse("2026-06-02T13:03:00.123456Z");
  private static final FeedPage PAGE =
      new FeedPage(
          new FeedCursor("abc", 7),
          NOW,
          List.of(Samples.arrival(7, ProbeId.create(NOW, new Random(1)), NOW)));
  private static final FeedRequest REQUEST =
      new FeedRequest("emea-1", Optional.of(new FeedCursor("abc", 6)), 500, Duration.ofSeconds(25));
  private static final HttpFeed.Access OPEN =
      new HttpFeed.Access(Optional.empty(), Optional.empty());
  private static final HttpFeed.Access TOKEN =
      new HttpFeed.Access(Optional.of("s3cret"), Optional.empty());
  private static final int TOO_MUCH = 17 * 1024 * 1024;

  @TempDir Path folder;

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile boolean zipped;
  private volatile byte[] body = FeedCodec.print(PAGE).getBytes(StandardCharsets.UTF_8);

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        "%s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getOrDefault("Authorization", List.of())));
    if (zipped) {
      exchange.getResponseHeaders().add("Content-Encoding", "gzip");
    }
    exchange.getResponseHeaders().add("Location", "/elsewhere");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private FeedPage read(HttpFeed.Access access) throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return HttpFeed.at(url, access).read(REQUEST);
  }

  private static byte[] zip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void aPageIsAskedForWithItsCursorAndToken() throws Exception {
    assertThat(read(TOKEN)).isEqualTo(PAGE);
    assertThat(asked)
        .containsExactly(
            "GET /api/v1/feed?prober=emea-1&after=abc-6&limit=500&wait=25s [Bearer s3cret]");
    assertThat(TOKEN.toString()).doesNotContain("s3cret");
  }

  @Test
  void aZippedPageIsRead() throws Exception {
    body = zip(body);
    zipped = true;
    assertThat(read(OPEN)).isEqualTo(PAGE);
  }

  @Test
  void aPageBeyondReasonIsRefused() throws Exception {
    body = new byte[TOO_MUCH];
    assertThatThrownBy(() -> read(OPEN)).isInstanceOf(IOException.class);
    body = zip(body);
    zipped = true;
    assertThatThrownBy(() -> read(OPEN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than");
  }

  @Test
  void refusalsSayWhatToLookAtAndNeverTheToken() {
    for (int refusal : new int[] {401, 403, 404, 500, 302}) {
      status = refusal;
      assertThatThrownBy(() -> read(TOKEN))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("HTTP " + refusal)
          .hasMessageNotContaining("s3cret");
    }
    assertThat(asked).as("redirects are not followed").hasSize(5);
  }

  @Test
  void whatIsNotAFeedIsSaidToBeNone() {
    for (String text : List.of("", "<html>", "{}", FeedCodec.print(PAGE).substring(0, 50))) {
      body = text.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> read(OPEN))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer as a receiver's feed");
    }
    zipped = true;
    body = "not zipped".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> read(OPEN)).isInstanceOf(IOException.class);
  }

  @Test
  void nobodyListeningIsAClearFault() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    HttpFeed feed = HttpFeed.at(URI.create("http://127.0.0.1:" + port), OPEN);
    assertThatThrownBy(() -> feed.read(REQUEST))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aReceiverWithACertificateOfAnExtraAuthorityIsTrustedAndNoOther() throws Exception {
    TestCertificates certificates = new TestCertificates();
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(
        new HttpsConfigurator(certificates.forNames("localhost").context()));
    secure.createContext("/", this::answer);
    secure.start();
    try {
      URI url = URI.create("https://localhost:" + secure.getAddress().getPort());
      HttpFeed.Access trusting =
          new HttpFeed.Access(Optional.empty(), Optional.of(certificates.authorityPem(folder)));
      assertThat(HttpFeed.at(url, trusting).read(REQUEST)).isEqualTo(PAGE);
      assertThatThrownBy(() -> HttpFeed.at(url, OPEN).read(REQUEST))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be read");
    } finally {
      secure.stop(0);
    }
  }

  @Test
  void anAuthorityThatIsNoneIsRefusedAtOnce() throws Exception {
    Path pem = Files.writeString(folder.resolve("ca.pem"), "nothing of the kind");
    assertThatThrownBy(() -> read(new HttpFeed.Access(Optional.empty(), Optional.of(pem))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ca.pem");
  }
}
