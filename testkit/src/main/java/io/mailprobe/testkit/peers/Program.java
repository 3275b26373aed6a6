package io.mailprobe.testkit.peers;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Mailprobe as it ships, in a process of its own. Its output goes to a file in its folder. */
public final class Program implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path output;
  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1).build();

  private Program(Process process, Path output, URI base) {
    this.process = process;
    this.output = output;
    this.base = base;
  }

  /**
   * Starts the built program.
   *
   * @param folder where its output goes
   * @param httpPort the port that its configuration names for HTTP; 0 where it serves none
   * @param arguments its command line
   */
  public static Program start(Path folder, int httpPort, String... arguments) throws IOException {
    return start(folder, "127.0.0.1:" + httpPort, List.of(), arguments);
  }

  /**
   * Starts the built program somewhere else than a process is started in usually.
   *
   * @param http the address and port by which its HTTP side is reached from here
   * @param through the words before its command line, which lead it there
   */
  public static Program start(Path folder, String http, List<String> through, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(through);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path jar = jar();
    command.add("@" + jar.resolveSibling("java.options"));
    Path cache = jar.resolveSibling("mailprobe.aot");
    if (Files.exists(cache)) {
      command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off,cds=off"));
    }
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("-XX:ThreadPriorityPolicy=1"); // As the launcher does.
    }
    command.addAll(List.of("-Xmx256m", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return launch(folder, http, command);
  }

  /** Starts it by a whole command line, such as that of a service manager. */
  public static Program launch(Path folder, String http, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "program", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output.toFile())
            .start();
    return new Program(process, output, URI.create("http://" + http));
  }

  /** The jar that {@code ./dev package} makes and {@code ./mailprobe} runs. */
  private static Path jar() throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path jar = at.resolve("app/target/mailprobe/mailprobe.jar");
      if (Files.exists(jar)) {
        return jar;
      }
    }
    throw new IOException("the program is not built: ./dev package");
  }

  /** Waits until it says that it is ready. */
  public Program awaitReady() throws IOException {
    try {
      Waiting.until(
          "the program is ready",
          PATIENCE,
          () -> {
            if (!process.isAlive()) {
              throw new IOException("it ended with status " + process.exitValue());
            }
            return get("/readyz").statusCode() == 200;
          });
      return this;
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + output(), e);
    }
  }

  /** Asks its HTTP side. */
  public HttpResponse<String> get(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** All that it has written so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Its process's id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: it gets no chance to do anything. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** SIGTERM, as an operator stops it; its exit status. */
  public int terminate() throws IOException {
    process.destroy();
    return awaitExit();
  }

  /** Waits for its end; its exit status. */
  public int awaitExit() throws IOException {
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    throw new AssertionError("it has not ended in " + PATIENCE + ":\n" + output());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    http.close();
  }
}
