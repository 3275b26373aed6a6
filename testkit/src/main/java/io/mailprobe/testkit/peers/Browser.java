package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Chromium without a window that shows one page, asked by its debugging protocol. */
public final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern SOCKET = Pattern.compile("\"webSocketDebuggerUrl\": *\"([^\"]+)\"");

  private final Process process;
  private final Path profile;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private Browser(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
  }

  /**
   * Opens a page.
   *
   * @param folder where its profile goes
   */
  public static Browser open(Path folder, String page) throws IOException {
    Path profile = Files.createTempDirectory(folder, "browser");
    Process process =
        new ProcessBuilder(
                Command.require("chromium"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                page)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.txt").toFile())
            .start();
    Browser browser = new Browser(process, profile);
    try {
      Waiting.until("the browser has the page", PATIENCE, () -> browser.socket().find());
    } catch (AssertionError e) {
      browser.close();
      throw e;
    }
    return browser;
  }

  /** The text that a reader of the page sees now, as a JSON string. */
  public String text() throws Exception {
    Matcher socket = socket();
    if (!socket.find()) {
      throw new IOException("the browser shows no page");
    }
    CompletableFuture<String> answer = new CompletableFuture<>();
    WebSocket asking =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(socket.group(1)), new Answer(answer))
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    CompletableFuture<WebSocket> _ =
        asking.sendText(
            "{\"id\":1,\"method\":\"Runtime.evaluate\",\"params\":"
                + "{\"expression\":\"document.body.innerText\"}}",
            true);
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } finally {
      asking.abort();
    }
  }

  /** Finds the address at which the page can be asked. */
  private Matcher socket() throws IOException, InterruptedException {
    String port = Files.readAllLines(profile.resolve("DevToolsActivePort")).getFirst();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    return SOCKET.matcher(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    http.close();
  }

  /** Gathers one answer, which may come in pieces. */
  private static final class Answer implements WebSocket.Listener {

    private final CompletableFuture<String> whole;
    private final StringBuilder text = new StringBuilder();

    Answer(CompletableFuture<String> whole) {
      this.whole = whole;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        whole.complete(text.toString());
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
      whole.completeExceptionally(fault);
    }
  }
}
