package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mailprobe.app.acceptance.Answers.Probe;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The evidence of a probe on the command line, from a process that runs and from one that ran. */
@Timeout(120)
class ShowIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NEVER_SENT = "06fq3x9k2m4v8r1t5w7y0z2b4c";

  private record Shown(int status, String output) {}

  @TempDir private Path folder;
  private Site site;
  private String yaml;

  @BeforeEach
  void configure() throws Exception {
    Site plan = new Site(folder, "emea-1").receiving();
    site = plan.probing("200ms", plan.smtpPort());
    yaml = site.configuration();
  }

  @Test
  void aProbeIsShownWhileItRunsAndWhenItHasBeenStopped() throws Exception {
    String id;
    JsonNode served;
    try (Program program = site.run()) {
      id = delivered(program);
      served = JsonMapper.shared().readTree(Answers.ok(program, "/api/v1/probes/" + id));

      Shown text = show(yaml, id);
      assertThat(text.status()).as(text.output()).isZero();
      assertThat(text.output())
          .startsWith("Probe " + id + "\n")
          .containsSubsequence(
              "Verdict      delivered",
              "Timeline (UTC)",
              "tick: the probe was due",
              "attempt 1 to 127.0.0.1:" + site.smtpPort() + ": accepted",
              "verdict: delivered",
              "Attempt 1",
              "Phases",
              "end_of_data",
              "Transcript",
              "C: EHLO",
              "Arrival 1",
              "Clock",
              "Way, each instant by the clock of its server",
              "Headers",
              "X-Mailprobe:");
      assertThat(served.at("/arrivals/0/headers").asString()).contains("X-Mailprobe:");
      assertThat(program.terminate()).isZero();
    }
    JsonNode shown = JsonMapper.shared().readTree(show(yaml, "--json", id).output());
    assertThat(without("now", shown)).as("one model").isEqualTo(without("now", served));
    try (Program program = site.run()) {
      assertThat(delivered(program)).as("the store is as it was").isNotEmpty();
      Shown elsewhere =
          show(yaml.replace(site.store().toString(), folder + "/elsewhere"), "--json", id);
      assertThat(without("now", JsonMapper.shared().readTree(elsewhere.output())))
          .as("a store that cannot be read from here: the running process is asked")
          .isEqualTo(without("now", served));
    }
  }

  @Test
  void whatCannotBeShownIsToldInWords() throws Exception {
    Shown noStore = show(yaml, NEVER_SENT);
    assertThat(noStore.status()).isEqualTo(1);
    assertThat(calm(noStore)).contains("there is no store", "Nor does a running mailprobe tell");
    assertThat(site.store()).as("nothing is made by looking").doesNotExist();

    try (Program program = site.run()) {
      assertThat(delivered(program)).isNotEmpty();
      assertThat(program.terminate()).isZero();
    }
    Shown unknown = show(yaml, NEVER_SENT);
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(calm(unknown)).contains("no probe " + NEVER_SENT, "prober emea-1");

    Shown malformed = show(yaml, "421");
    assertThat(malformed.status()).isEqualTo(2);
    assertThat(calm(malformed)).contains("\"421\" is no probe id");

    Shown onlyReceives = show(yaml.substring(0, yaml.indexOf("routes:")), NEVER_SENT);
    assertThat(onlyReceives.status()).isEqualTo(1);
    assertThat(calm(onlyReceives)).contains("has no routes");

    Files.deleteIfExists(site.store().resolve("ledger.db-wal")); // It may hold all that is read.
    Files.writeString(site.store().resolve("ledger.db"), "this is no database".repeat(1_000));
    Shown damaged = show(yaml, NEVER_SENT);
    assertThat(damaged.status()).isEqualTo(1);
    assertThat(calm(damaged)).contains("damaged");
  }

  @Test
  void whoeverAsksForATokenIsToldAsSuch() throws Exception {
    HttpServer gate =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), site.httpPort()), 0);
    gate.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    gate.start();
    try {
      Shown refused = show(yaml, NEVER_SENT);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(calm(refused)).contains("asks for a token that it takes", "http.token");
    } finally {
      gate.stop(0);
    }
  }

  /** A probe that has arrived, and whose session has ended, too: either may be the first. */
  private static String delivered(Program program) throws Exception {
    List<Probe> delivered = new ArrayList<>();
    Waiting.until(
        "a probe is delivered",
        PATIENCE,
        () -> {
          Answers.probes(program).stream()
              .filter(probe -> probe.verdict().isPresent() && probe.accepted().isPresent())
              .forEach(delivered::add);
          return !delivered.isEmpty();
        });
    return delivered.getFirst().id();
  }

  private Shown show(String configuration, String... arguments) throws Exception {
    Path file = Files.writeString(folder.resolve("show.yaml"), configuration);
    List<String> line = new ArrayList<>(List.of("show", file.toString()));
    line.addAll(List.of(arguments));
    try (Program program = Program.start(folder, 0, line.toArray(String[]::new))) {
      return new Shown(program.awaitExit(), program.output());
    }
  }

  private static JsonNode without(String field, JsonNode node) {
    return node.deepCopy().asObject().without(field);
  }

  private static String calm(Shown shown) {
    assertThat(shown.output()).isNotBlank().doesNotContain("\tat ", "Exception");
    return shown.output();
  }
}
