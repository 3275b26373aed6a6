package io.mailprobe.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventStreamTest {

  private static final Route AMER = Routes.outbound("amer");

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
  private final Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME);
  private final List<Socket> sockets = new ArrayList<>();
  private Scene scene;
  private HttpSide http;

  @BeforeEach
  void open() throws IOException {
    scene = new Scene(folder, List.of(AMER), time, board.events());
    board.watch(scene.ledger());
    board.start();
    http =
        new HttpSide(
            new HttpSettings(
                InetSocketAddress.createUnresolved("127.0.0.1", 0),
                Optional.empty(),
                Optional.empty()),
            new HttpSources(
                new Build("0.1.0", "abc"),
                metrics,
                board,
                Replies.BLAME,
                List.of(scene.ledger()),
                Optional.empty(),
                Optional::empty,
                List::of),
            time);
    http.start();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    http.close();
    board.close();
    scene.close();
    metrics.close();
  }

  @Test
  void beginsWithTheStatusAndGoesOnWithProbesAndSignsOfLife() throws IOException {
    BufferedReader reader = reader(connect());
    assertThat(lineWith(reader, "event:")).isEqualTo("event:status");
    assertThat(lineWith(reader, "data:")).contains("No probe has finished yet");

    ProbeId probe = scene.accepted(AMER);
    assertThat(lineWith(reader, "event:")).isEqualTo("event:probe");
    assertThat(lineWith(reader, "data:")).contains("\"id\":\"" + probe + "\"");

    time.advance(Duration.ofSeconds(2));
    String status = lineWith(reader, "data:{\"now\"");
    assertThat(status).contains("2026-06-02T13:03:0");
  }

  @Test
  void aReaderThatDoesNotKeepUpIsDroppedAndNobodyWaitsForIt() throws IOException {
    Socket slow = connect();
    slow.setReceiveBufferSize(4_096);
    reader(slow).readLine();
    await(() -> http.liveClients() == 1);
    for (int second = 0; second < 200_000 && http.liveClients() == 1; second++) {
      time.advance(Duration.ofSeconds(2));
    }

    assertThat(http.liveClients()).isZero();
    BufferedReader quick = reader(connect());
    assertThat(lineWith(quick, "event:")).isEqualTo("event:status");
  }

  @Test
  void aReaderThatLeavesIsForgotten() throws IOException {
    Socket socket = connect();
    reader(socket).readLine();
    await(() -> http.liveClients() == 1);
    socket.close();

    await(
        () -> {
          time.advance(Duration.ofSeconds(2));
          return http.liveClients() == 0;
        });
  }

  @Test
  void onlySoManyReadersAreTaken() throws IOException {
    for (int i = 0; i < EventStream.MOST_CLIENTS; i++) {
      lineWith(reader(connect()), "event:");
    }

    assertThat(reader(connect()).readLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
  }

  @Test
  void closingEndsTheStreams() throws IOException {
    BufferedReader reader = reader(connect());
    lineWith(reader, "event:");

    http.close();

    while (true) {
      try {
        if (reader.readLine() == null) {
          break;
        }
      } catch (IOException e) {
        break;
      }
    }
    assertThat(http.liveClients()).isZero();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(
            "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String lineWith(BufferedReader reader, String beginning) throws IOException {
    while (true) {
      String line = reader.readLine();
      if (line == null) {
        throw new AssertionError("the stream ended before a line with " + beginning);
      }
      if (line.startsWith(beginning)) {
        return line;
      }
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
