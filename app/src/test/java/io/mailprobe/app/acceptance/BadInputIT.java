package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.SmallDisk;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator gets wrong is told in words, with a status, and costs nothing acknowledged. */
@Timeout(120)
class BadInputIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void configure() throws IOException {
    site = new Site(folder, "emea-1").receiving();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check"})
  void anEmptyConfigurationIsTold(String verb) throws Exception {
    assertThat(refused(verb, "")).contains(".yaml:1:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check"})
  void twelveMistakesAreNamedInOneRunEachInItsPlace(String verb) throws Exception {
    String yaml =
        """
        region: "emea!"                            # wrong
        keys:
          - {id: k1, secret: short}                # wrong
        store: jdbc:mysql://db/mailprobe           # wrong
        http: {listen: "127.0.0.1:99999"}          # wrong
        receiver:
          listen: nowhere                          # wrong
          hostname: mx.probe.example.net
          domains: [probe.example.net]
          colour: red                              # wrong
        routes:
          - name: outbound
            path: sideways                         # wrong
            every: 5 parsecs                       # wrong
            deadline: 61s                          # wrong
            from: not an address                   # wrong
            to: probe.example.net
            submit: {to: "127.0.0.1:25", tls: no!} # wrong
        canaries: many                             # wrong
        """;
    List<String> places = new ArrayList<>();
    List<String> lines = yaml.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith("# wrong")) {
        places.add(".yaml:" + (i + 1) + ":");
      }
    }
    assertThat(places).hasSize(12);
    assertThat(refused(verb, yaml)).contains(places).doesNotContain("short");
  }

  @Test
  void aFileThatIsNotThereIsTold() throws Exception {
    try (Program program = Program.start(folder, 0, "run", folder + "/nothing.yaml")) {
      assertThat(program.awaitExit()).isEqualTo(2);
      assertThat(calm(program.output())).contains("nothing.yaml");
    }
  }

  @Test
  void aStoreThatCannotBeReachedIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Site unreachable = new Site(folder, "emea-2", file.resolve("store")).receiving();
    assertThat(refused("run", unreachable.configuration())).contains(file.toString());
  }

  @Test
  void aTakenSmtpPortIsTold() throws Exception {
    try (ServerSocket _ = taken(site.smtpPort())) {
      assertThat(refused("run", site.configuration())).contains(":" + site.smtpPort());
    }
  }

  @Test
  void aTakenHttpPortIsTold() throws Exception {
    try (ServerSocket _ = taken(site.httpPort())) {
      assertThat(refused("run", site.configuration())).contains(":" + site.httpPort());
    }
  }

  @Test
  void aStoreInUseIsTold() throws Exception {
    try (Program _ = site.run()) {
      Site second = new Site(folder, "emea-2", site.store()).receiving();
      assertThat(refused("run", second.configuration())).contains("in use by another mailprobe");
    }
  }

  @Test
  void aDamagedStoreIsToldAndLeftAsEvidence() throws Exception {
    try (Program program = site.run()) {
      assertThat(program.terminate()).isZero();
    }
    Path database = database();
    Files.writeString(database, "this is no database".repeat(1_000));
    assertThat(refused("run", site.configuration())).contains("damaged", database.toString());
    assertThat(database).hasContent("this is no database".repeat(1_000));
  }

  @Test
  void onAFullDiskTheReceiverDefersAndNothingPromisedIsLost() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(16)) {
      Path filler = disk.folder().resolve("filler");
      Site far = new Site(folder, "receiver", disk.folder().resolve("store")).receiving();
      try (Witness witness = new Witness(far.smtpPort());
          Program receiver = far.run();
          Program prober =
              new Site(folder, "emea-3").reading(far).probing("50ms", witness.port()).run()) {
        Waiting.until("mail flows", PATIENCE, () -> witness.promised().size() > 20);
        fill(filler);
        Waiting.until(
            "the receiver says that it cannot store",
            PATIENCE,
            () -> receiver.get("/readyz").statusCode() == 503);
        int promised = witness.promised().size();
        Files.delete(filler);
        Waiting.until(
            "it goes on by itself",
            PATIENCE,
            () ->
                receiver.get("/readyz").statusCode() == 200
                    && witness.promised().size() > promised + 20);
        Set<String> all = witness.promised();
        assertThat(
                Answers.arrivals(receiver, "emea-3").stream()
                    .map(arrival -> arrival.probe().toString())
                    .collect(Collectors.toSet()))
            .containsAll(all);
        assertThat(Answers.ok(prober, "/metrics")).contains("outcome=\"deferred\"");
        calm(receiver.output());
      }
    }
  }

  private static void fill(Path filler) throws IOException {
    try (var output = Files.newOutputStream(filler)) {
      byte[] block = new byte[4_096];
      while (true) {
        output.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private String refused(String verb, String yaml) throws IOException {
    try (Program program = site.start(verb, yaml)) {
      assertThat(program.awaitExit()).as(program.output()).isBetween(1, 2);
      return calm(program.output());
    }
  }

  /** Words, not a stack trace. */
  private static String calm(String output) {
    assertThat(output).isNotBlank().doesNotContain("\tat ", "Exception in thread");
    return output;
  }

  private static ServerSocket taken(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private Path database() throws IOException {
    try (Stream<Path> files = Files.list(site.store())) {
      return files.filter(file -> file.toString().endsWith(".db")).findFirst().orElseThrow();
    }
  }
}
