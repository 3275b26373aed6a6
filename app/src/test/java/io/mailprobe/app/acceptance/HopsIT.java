package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailprobe.app.acceptance.Answers.Probe;
import io.mailprobe.testkit.peers.Exim;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Postfix;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ways of probes through real mail servers and through the simulator, hop by hop. */
@Tag("measuring")
@Timeout(300)
class HopsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void throughEximAndPostfixTimeIsFoundWhereItWasSpent() throws Exception {
    Site site = new Site(folder, "emea-1").receiving();
    try (Postfix postfix = Postfix.start(Site.DOMAIN, site.smtpPort());
        Exim exim = Exim.start(Site.DOMAIN, postfix.port());
        Program program = site.probing("1s", exim.port()).run()) {
      Waiting.until("some arrive", PATIENCE, () -> Answers.numbers(program).delivered() >= 3);
      JsonNode quick = arrival(program, delivered(program).getFirst());
      assertThat(texts(quick.get("hops"), "stage"))
          .containsExactly("submission", "relay", "outbound", "receiver");
      assertThat(texts(quick.get("hops"), "by"))
          .containsExactly("exim.example.net", "postfix.example.net", "null", "null");
      assertThat(quick.get("hops").get(0).get("protocol").asString()).isEqualTo("esmtp");
      assertThat(quick.get("hops").get(1).get("helo").asString()).isEqualTo("exim.example.net");
      assertThat(quick.get("hops").get(1).get("from_address").asString()).isEqualTo("127.0.0.1");

      postfix.hold();
      String held = Answers.probes(program).getLast().id();
      Waiting.until("one is held", PATIENCE, () -> postfix.log().contains(held));
      Instant since = Answers.probes(program).getLast().scheduled();
      Waiting.until(
          "for some seconds",
          PATIENCE,
          () -> Answers.probes(program).getLast().scheduled().isAfter(since.plusSeconds(6)));
      postfix.release();
      Waiting.until("it is let go", PATIENCE, () -> outboundSeconds(program) > 3);
      for (Probe probe : delivered(program)) {
        checkSum(program, probe);
      }
      assertThat(metric(program, "mailprobe_hop_latency_seconds_count", "stage=\"relay\""))
          .isGreaterThanOrEqualTo(3);
      assertThat(metric(program, "mailprobe_hop_latency_seconds_count", "stage=\"tenant\""))
          .isZero();
      assertThat(metric(program, "mailprobe_hop_latency_seconds_sum", "stage=\"outbound\""))
          .isGreaterThan(3);
      assertThat(metric(program, "mailprobe_negative_hops_total", "")).isZero();
    }
  }

  @Test
  void throughTheSimulatorAllStagesAndPlacesAreTold() throws Exception {
    int port = Ports.free();
    try (Program demo =
        Program.start(folder, port, "demo", "--http", "127.0.0.1:" + port, "--for", "60s")
            .awaitReady()) {
      Waiting.until(
          "each path of each region has brought one",
          Duration.ofSeconds(45),
          () -> Answers.routesDelivered(demo) == 9);
      for (JsonNode arrival : ways(demo)) {
        JsonNode exchange = arrival.get("exchange");
        switch (stages(arrival)) {
          case "[submission, receiver]" ->
              assertThat(exchange.get("mailbox_forest").asString()).isEqualTo("unknown");
          case "[submission, tenant, outbound, receiver]" -> {
            assertThat(exchange.get("front_end_region").asString()).isNotEqualTo("unknown");
            assertThat(exchange.get("mailbox_forest").asString()).matches("[a-z]{3}prd\\d\\d");
            assertThat(exchange.get("egress_region").asString()).isNotEqualTo("unknown");
            assertThat(exchange.get("network_message_id").asString()).isNotEmpty();
            assertThat(exchange.get("original_arrival").asString()).isNotEmpty();
          }
          default -> throw new AssertionError(stages(arrival));
        }
      }
      assertThat(metric(demo, "mailprobe_hop_latency_seconds_count", "stage=\"tenant\""))
          .isPositive();
    }
  }

  /** From the attempt to the final dot no time is lost and none is counted twice. */
  private static void checkSum(Program program, Probe probe) throws IOException {
    JsonNode history = history(program, probe.id());
    JsonNode arrival = history.get("arrivals").get(0);
    double sum = 0;
    for (JsonNode hop : arrival.get("hops")) {
      assertThat(hop.get("negative").asBoolean()).isFalse();
      sum += hop.get("delay_seconds").asDouble();
    }
    Instant sent = Instant.parse(history.get("attempts").get(0).get("started").asString());
    Duration whole = Duration.between(sent, Instant.parse(arrival.get("arrived").asString()));
    assertThat(sum).isCloseTo(whole.toNanos() / 1e9, within(0.001));
  }

  private static double outboundSeconds(Program program) throws IOException {
    double most = 0;
    for (Probe probe : delivered(program)) {
      for (JsonNode stage : arrival(program, probe).get("stages")) {
        if (stage.get("stage").asString().equals("outbound")) {
          most = Math.max(most, stage.get("seconds").asDouble());
        }
      }
    }
    return most;
  }

  private static List<JsonNode> ways(Program program) throws IOException {
    List<JsonNode> ways = new ArrayList<>();
    for (Probe probe : delivered(program)) {
      ways.add(arrival(program, probe));
    }
    return ways;
  }

  private static String stages(JsonNode arrival) {
    return texts(arrival.get("hops"), "stage").toString();
  }

  private static List<Probe> delivered(Program program) throws IOException {
    return Answers.probes(program).stream().filter(probe -> probe.arrived().isPresent()).toList();
  }

  private static JsonNode arrival(Program program, Probe probe) throws IOException {
    return history(program, probe.id()).get("arrivals").get(0);
  }

  private static JsonNode history(Program program, String id) throws IOException {
    return JSON.readTree(Answers.ok(program, "/api/v1/probes/" + id));
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.get(field).isNull() ? "null" : each.get(field).asString()));
    return texts;
  }

  /** The sum over all series of that name with that label. */
  private static double metric(Program program, String name, String label) throws IOException {
    return Answers.ok(program, "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
