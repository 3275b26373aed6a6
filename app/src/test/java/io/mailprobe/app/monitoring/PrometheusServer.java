package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus on a free loopback port, with its data in a folder of the test's. */
public final class PrometheusServer implements AutoCloseable {

  /** One series of a result, its values by Unix time. */
  public record Series(Map<String, String> labels, NavigableMap<Double, Double> values) {

    public double last() {
      return values.lastEntry().getValue();
    }

    public double highest() {
      return values.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI address;
  private final Process process;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private PrometheusServer(URI address, Process process) {
    this.address = address;
    this.process = process;
  }

  /**
   * Starts it in a folder that holds {@code prometheus.yml}; the data goes to {@code data}.
   *
   * @param lookback for how long a sample stands where no newer one is
   */
  public static PrometheusServer start(Tool prometheus, Path folder, Duration lookback)
      throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path log = folder.resolve("prometheus.log");
    Process process =
        new ProcessBuilder(
                prometheus.command(
                    "--config.file=prometheus.yml",
                    "--storage.tsdb.path=data",
                    "--storage.tsdb.retention.time=100y",
                    "--query.lookback-delta=" + lookback.toSeconds() + "s",
                    "--web.listen-address=127.0.0.1:" + port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    PrometheusServer server = new PrometheusServer(URI.create("http://127.0.0.1:" + port), process);
    try {
      server.awaitReady(log);
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  URI address() {
    return address;
  }

  /** The values of an expression over a time. */
  public List<Series> range(String expression, Instant from, Instant to, Duration step)
      throws Exception {
    return series(
        get(
            "/api/v1/query_range",
            Map.of(
                "query",
                expression,
                "start",
                Long.toString(from.getEpochSecond()),
                "end",
                Long.toString(to.getEpochSecond()),
                "step",
                Long.toString(step.toSeconds()))));
  }

  /** The values of an expression at one instant. */
  public List<Series> instant(String expression, Instant at) throws Exception {
    return series(
        get(
            "/api/v1/query",
            Map.of("query", expression, "time", Long.toString(at.getEpochSecond()))));
  }

  /** The values that a label has on the series that match. */
  List<String> labelValues(String label, String match, Instant from, Instant to) throws Exception {
    List<String> values = new ArrayList<>();
    get(
            "/api/v1/label/" + label + "/values",
            Map.of(
                "match[]",
                match,
                "start",
                Long.toString(from.getEpochSecond()),
                "end",
                Long.toString(to.getEpochSecond())))
        .forEach(value -> values.add(value.asString()));
    return values;
  }

  /** Asks the same again until there is an answer. */
  List<Series> await(String expression) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Series> found = instant(expression, Instant.now());
    while (found.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      found = instant(expression, Instant.now());
    }
    return found;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }

  private void awaitReady(Path log) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      assertThat(process.isAlive()).as(() -> "Prometheus runs: " + readQuietly(log)).isTrue();
      try {
        if (send("/-/ready").statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not listening yet.
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError("Prometheus is not ready: " + readQuietly(log));
  }

  private JsonNode get(String path, Map<String, String> parameters) throws Exception {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (key, value) ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    HttpResponse<String> response = send(path + query);
    assertThat(response.statusCode()).as("%s %s", parameters, response.body()).isEqualTo(200);
    JsonNode answer = JsonMapper.shared().readTree(response.body());
    assertThat(answer.has("warnings")).as("%s %s", parameters, response.body()).isFalse();
    return answer.get("data");
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static List<Series> series(JsonNode data) {
    List<Series> all = new ArrayList<>();
    for (JsonNode result : data.get("result")) {
      Map<String, String> labels = new TreeMap<>();
      result
          .get("metric")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
      NavigableMap<Double, Double> values = new TreeMap<>();
      if (result.has("value")) {
        put(values, result.get("value"));
      } else {
        result.get("values").forEach(point -> put(values, point));
      }
      all.add(new Series(labels, values));
    }
    return all;
  }

  private static void put(NavigableMap<Double, Double> values, JsonNode point) {
    String value = point.get(1).asString();
    values.put(
        point.get(0).asDouble(),
        value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
  }

  private static String readQuietly(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
