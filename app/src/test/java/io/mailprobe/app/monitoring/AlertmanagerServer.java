package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Alertmanager on a free loopback port, by itself and with a configuration of the test's.
 */
final class AlertmanagerServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final URI address;
  private final Process process;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private AlertmanagerServer(URI address, Process process) {
    this.address = address;
    this.process = process;
  }

  /**
   * Starts it in a folder that holds {@code alertmanager.yml}; what it remembers goes there too.
   */
  static AlertmanagerServer start(Tool alertmanager, Path folder) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                alertmanager.command(
                    "--config.file=alertmanager.yml",
                    "--storage.path=alertmanager",
                    "--cluster.listen-address=",
                    "--web.listen-address=127.0.0.1:" + port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("alertmanager.log").toFile())
            .start();
    AlertmanagerServer server =
        new AlertmanagerServer(URI.create("http://127.0.0.1:" + port), process);
    try {
      server.awaitReady();
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  URI address() {
    return address;
  }

  /** Says that these alerts fire, as a Prometheus does. */
  void fire(List<Map<String, String>> alerts) throws Exception {
    List<Map<String, Object>> body =
        alerts.stream().map(labels -> Map.<String, Object>of("labels", labels)).toList();
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(address.resolve("/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JsonMapper.shared().writeValueAsString(body)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  /** The alerts that fire, and of each whether others hold it back. */
  Map<Map<String, String>, Boolean> heldBack() throws Exception {
    Map<Map<String, String>, Boolean> alerts = new HashMap<>();
    for (JsonNode alert : JsonMapper.shared().readTree(get("/api/v2/alerts").body())) {
      Map<String, String> labels = new HashMap<>();
      alert
          .get("labels")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
      alerts.put(labels, !alert.get("status").get("inhibitedBy").isEmpty());
    }
    return alerts;
  }

  /** The alerts that are held back, once so many are; or as many as were when patience ended. */
  List<Map<String, String>> awaitHeldBack(int number) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Map<String, String>> found = new ArrayList<>();
    do {
      found.clear();
      heldBack()
          .forEach(
              (labels, held) -> {
                if (held) {
                  found.add(labels);
                }
              });
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    } while (found.size() < number && System.nanoTime() < end);
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

  private void awaitReady() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      assertThat(process.isAlive()).as("Alertmanager runs").isTrue();
      try {
        if (get("/-/ready").statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not listening yet.
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError("Alertmanager is not ready");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
