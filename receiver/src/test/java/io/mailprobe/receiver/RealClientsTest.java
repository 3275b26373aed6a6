package io.mailprobe.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.receiver.ReceiverEvents.Refusal;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.harness.Station;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SMTP clients that people have, as they are. */
class RealClientsTest {

  private static final String STRANGER = "someone@probe.example.net";

  @TempDir Path folder;
  private Station station;

  @BeforeEach
  void open() {
    station = Station.in(folder.resolve("receiver"));
  }

  @AfterEach
  void close() {
    station.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"swaks", "msmtp", "curl", "curl over TLS"})
  void aProbeIsTakenAndAnythingElseRefused(String client) throws Exception {
    Probe probe = station.probe();
    assertThat(send(client, probe, probe.recipient())).as("exit status").isZero();
    Arrival arrival = station.arrivals().getFirst();
    assertThat(arrival.place()).isEqualTo(Place.STAMP);
    assertThat(arrival.stamp()).contains(probe.stamp());
    assertThat(send(client, probe, STRANGER)).as("exit status").isNotZero();
    assertThat(station.events.refusals).containsExactly(Refusal.RECIPIENT);
    assertThat(station.arrivals()).hasSize(1);
    assertThat(station.events.deferrals).isEmpty();
  }

  private int send(String client, Probe probe, String recipient) throws Exception {
    Path message = Files.writeString(folder.resolve("message"), probe.message());
    String port = String.valueOf(station.port());
    String url = "smtp://127.0.0.1:" + port + "/peer.example.org";
    return switch (client) {
      case "swaks" ->
          run(
              List.of(
                  "/usr/bin/swaks",
                  "--server",
                  "127.0.0.1",
                  "--port",
                  port,
                  "--from",
                  "a@b.example",
                  "--to",
                  recipient,
                  "--data",
                  "@" + message,
                  "--helo",
                  "peer.example.org"));
      case "msmtp" ->
          run(
              List.of(
                  "/usr/bin/msmtp",
                  "--host=127.0.0.1",
                  "--port=" + port,
                  "--auth=off",
                  "--tls=off",
                  "--from=a@b.example",
                  "--file=" + Files.writeString(folder.resolve("rc"), ""),
                  "--",
                  recipient),
              message);
      case "curl", "curl over TLS" ->
          run(
              List.of(
                  "/usr/bin/curl",
                  "-sS",
                  url,
                  "--mail-from",
                  "a@b.example",
                  "--mail-rcpt",
                  recipient,
                  "--upload-file",
                  message.toString(),
                  "-k",
                  client.equals("curl") ? "--crlf" : "--ssl-reqd"));
      default -> throw new IllegalArgumentException(client);
    };
  }

  @Test
  void smtpSourceDeliversManyOverManyConnections() throws Exception {
    Probe probe = station.probe();
    assertThat(source(10, 200, probe.recipient())).isZero();
    assertThat(station.arrivals())
        .hasSize(200)
        .allMatch(arrival -> arrival.place() == Place.RECIPIENT)
        .allMatch(arrival -> arrival.probe().equals(probe.id()));
  }

  @Test
  void aFloodForStrangersIsRefusedToTheLastAndAProbeGetsThrough() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/smtp-source")), "smtp-source is not installed");
    Process flood = start(sourceCommand(20, 1_000, STRANGER));
    try (Peer peer = station.greet()) {
      int delivered = 0;
      while (flood.isAlive() || delivered == 0) {
        peer.deliver(station.probe());
        delivered++;
      }
      assertThat(status(flood)).isZero();
      assertThat(station.arrivals()).hasSizeGreaterThanOrEqualTo(Math.min(delivered, 1_000));
    }
    assertThat(station.events.refusals.stream().filter(Refusal.RECIPIENT::equals)).hasSize(1_000);
    assertThat(station.events.deferrals).isEmpty();
    assertThat(station.events.unverified).isEmpty();
  }

  private int source(int sessions, int messages, String recipient) throws Exception {
    return run(sourceCommand(sessions, messages, recipient));
  }

  /** It goes on past refusals. */
  private List<String> sourceCommand(int sessions, int messages, String recipient) {
    return List.of(
        "/usr/sbin/smtp-source",
        "-A",
        "-s",
        "" + sessions,
        "-m",
        "" + messages,
        "-f",
        "a@b.example",
        "-t",
        recipient,
        "-M",
        "peer.example.org",
        "127.0.0.1:" + station.port());
  }

  private int run(List<String> command) throws Exception {
    return run(command, Path.of("/dev/null"));
  }

  private int run(List<String> command, Path input) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(command.getFirst())), command.getFirst() + " is missing");
    return status(
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectInput(input.toFile())
            .redirectOutput(folder.resolve("said").toFile())
            .start());
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private static int status(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
