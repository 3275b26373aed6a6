package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus server, with its data in the given folder, on a loopback port of its own. */
public final class Prometheus implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param folder an empty folder for its data, configuration and log
   * @param configuration its configuration as YAML; files it names are relative to the folder
   * @param flags what else its command line says
   */
  public static Prometheus start(Path folder, String configuration, String... flags)
      throws IOException {
    return start(folder, Ports.free(), configuration, flags);
  }

  /**
   * The same on a port that is known beforehand; with a folder of before it goes on with its data.
   */
  public static Prometheus start(Path folder, int port, String configuration, String... flags)
      throws IOException {
    Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
    Path log = folder.resolve("prometheus.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Command.require("prometheus"),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Prometheus started = new Prometheus(process, port);
    try {
      Waiting.until(
          "Prometheus is ready", PATIENCE, () -> started.get("/-/ready").statusCode() == 200);
    } catch (AssertionError e) {
      started.close();
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
    }
    return started;
  }

  /** The answer to an instant query, as JSON. */
  public String query(String promql) throws IOException {
    return get("/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8)).body();
  }

  /** Asks its HTTP side, such as {@code /api/v1/alerts} or {@code /api/v1/targets}. */
  public HttpResponse<String> get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join()
        .destroyForcibly();
    http.close();
  }
}
