package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.SimulateCommand;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.scenario.Scenarios;
import io.mailprobe.app.time.TimeAndChance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as other processes reach it. */
@Timeout(60)
class OpenSimulatorTest {

  @TempDir private Path folder;

  private static SimulateCommand.Settings settings(int port, int receiver, Path token) {
    return new SimulateCommand.Settings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        InetSocketAddress.createUnresolved("localhost", receiver),
        token,
        new Scenarios(new Machine()).shipped(Scenarios.DEMO),
        1,
        1);
  }

  /** A message that is handed in for a region's loop leaves for the receiver by its name. */
  @Test
  void eachRegionTakesMailAtItsDoorsAndMailLeavesByTheGate() throws Exception {
    try (ServerSocket receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TimeAndChance given = TimeAndChance.seeded(1);
        OpenSimulator open =
            OpenSimulator.start(
                settings(0, receiver.getLocalPort(), folder.resolve("unused")), "token", given)) {
      receiver.setSoTimeout(30_000);
      assertThat(open.doors())
          .extracting(door -> door.probes().region().name())
          .containsExactly("amer", "emea", "apac");
      for (OpenSimulator.Door door : open.doors()) {
        assertThat(dialogue(door.submission(), "EHLO x.example").getLast()).startsWith("250");
        assertThat(
                dialogue(
                    door.exchange(),
                    "EHLO x.example",
                    "MAIL FROM:<bounces@probe.example>",
                    "RCPT TO:<" + door.probes().loop() + ">"))
            .last()
            .asString()
            .startsWith("250");
      }
      OpenSimulator.Door emea = open.doors().get(1);
      assertThat(emea.words()).contains("emea", "probe@emea.contoso.example");
      dialogue(
          emea.exchange(),
          "EHLO x.example",
          "MAIL FROM:<bounces@probe.example>",
          "RCPT TO:<" + emea.probes().loop() + ">",
          "DATA",
          "Subject: x\r\n\r\nx\r\n.");
      try (Socket delivery = receiver.accept()) {
        delivery.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(reader(delivery).readLine()).startsWith("EHLO ");
      }
    }
  }

  private static List<String> dialogue(int port, String... commands) throws IOException {
    List<String> replies = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      BufferedReader in = reader(socket);
      replies.add(reply(in));
      for (String command : commands) {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        replies.add(reply(in));
      }
    }
    assertThat(replies.getFirst()).startsWith("220 ");
    return replies;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static String reply(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && line.startsWith("-", 3)) {
      line = in.readLine();
    }
    return String.valueOf(line);
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "token\n");
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TimeAndChance given = TimeAndChance.seeded(1)) {
      assertThatThrownBy(
              () -> OpenSimulator.start(settings(taken.getLocalPort(), 25, token), "token", given))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void aTokenThatCannotBeReadIsSaid() throws Exception {
    PrintWriter out = new PrintWriter(new StringWriter());
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> new SimulateProgram().simulate(settings(0, 25, none), out))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(none.toString());
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    assertThatThrownBy(() -> new SimulateProgram().simulate(settings(0, 25, empty), out))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no access token");
  }
}
