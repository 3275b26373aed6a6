package io.mailprobe.app.prometheus;

import io.mailprobe.prober.web.WebClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Prometheus of our own that scrapes nothing, on a free loopback port. */
final class LocalPrometheus implements AutoCloseable {

  private static final String READY = "Server is ready to receive web requests";
  private static final int REMEMBERED_LINES = 20;
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final WebClient client = new WebClient(Optional.empty());
  private final PrometheusApi api;

  private LocalPrometheus(Process process, URI address) {
    this.process = process;
    this.api = new PrometheusApi(address, client);
  }

  /**
   * Starts it.
   *
   * @param folder holds {@code prometheus.yml} and the folder {@code data}
   * @param lookback for how long a sample stands where no newer one is
   * @throws IOException if it does not start; the message says what it said
   */
  static LocalPrometheus start(Tools tools, Path folder, Duration lookback) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                List.of(
                    tools.prometheus().toString(),
                    "--config.file=prometheus.yml",
                    "--storage.tsdb.path=data",
                    "--storage.tsdb.retention.time=100y",
                    "--query.lookback-delta=" + lookback.toMillis() + "ms",
                    "--query.max-samples=500000000",
                    "--web.listen-address=127.0.0.1:" + port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    LocalPrometheus started =
        new LocalPrometheus(process, URI.create("http://127.0.0.1:" + port + "/"));
    try {
      started.awaitReady();
      return started;
    } catch (IOException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Asks it. */
  PrometheusApi api() {
    return api;
  }

  private void awaitReady() throws IOException {
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    Deque<String> last = new ArrayDeque<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.contains(READY)) {
        Thread _ = Thread.ofVirtual().name("prometheus-log").start(() -> drain(said));
        return;
      }
      last.addLast(line);
      if (last.size() > REMEMBERED_LINES) {
        last.removeFirst();
      }
    }
    throw new IOException("Prometheus does not start: " + Tools.lastLines(String.join("\n", last)));
  }

  /** Or it would wait for its words to be read. */
  private static void drain(BufferedReader said) {
    try (said) {
      while (said.readLine() != null) {
        // Nothing it says from now on matters here: what it is asked it answers.
      }
    } catch (IOException _) {
      // It has ended.
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
