package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.acceptance.Capture.Packet;
import io.mailprobe.simulator.dns.DnsServer;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A canary of the shipped program at forty front ends on loopback addresses, five of which refuse
 * at the banner and three of which close without a word.
 */
@Tag("measuring")
@Timeout(180)
class CanaryIT {

  private static final int FRONT_ENDS = 40;
  private static final int REFUSING = 5;
  private static final int CLOSING = 3;
  private static final String EVERY = "2s";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  private final List<ScriptedPeer> peers = new ArrayList<>();
  private final DnsServer dns =
      new DnsServer(Zone.empty(Duration.ZERO))
          .start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));

  @BeforeEach
  void listen() {
    Zone zone = Zone.empty(Duration.ofSeconds(5));
    for (int number = 1; number <= FRONT_ENDS; number++) {
      int port = peers.isEmpty() ? 0 : peers.getFirst().port();
      peers.add(ScriptedPeer.on(address(number), port, dialogue(number)));
      zone = zone.mx("contoso.test", 10, name(number)).address(name(number), address(number));
    }
    dns.serve(zone);
  }

  @AfterEach
  void close() {
    dns.close();
    peers.forEach(ScriptedPeer::close);
  }

  @Test
  void theMetricsShowWhichFrontEndsRefuseAndWhichClose() throws Exception {
    try (Program program = run()) {
      Waiting.until("all were visited", PATIENCE, () -> infos(program).size() == FRONT_ENDS);
      String metrics = Answers.ok(program, "/metrics");
      assertThat(sum(metrics, "deferred")).isEqualTo(REFUSING);
      assertThat(sum(metrics, "closed")).isEqualTo(CLOSING);
      assertThat(sum(metrics, "accepted")).isEqualTo(FRONT_ENDS - REFUSING - CLOSING);
      List<Integer> refusing = numbers(1, REFUSING);
      List<Integer> closing = numbers(REFUSING + 1, REFUSING + CLOSING);
      assertThat(named(program, "deferred")).containsExactlyInAnyOrderElementsOf(names(refusing));
      assertThat(named(program, "closed")).containsExactlyInAnyOrderElementsOf(names(closing));
      assertThat(infos(program))
          .filteredOn(info -> info.contains("outcome=\"deferred\""))
          .allMatch(info -> info.contains("forest=\"namprd07\""));
      assertThat(infos(program))
          .filteredOn(info -> info.contains("outcome=\"closed\""))
          .allMatch(info -> info.contains("forest=\"eurprd05\""));
      assertThat(metrics)
          .containsPattern("front_ends_refusing\\{forest=\"namprd07\",[^}]*} 5\\.0")
          .containsPattern("front_ends_refusing\\{forest=\"eurprd05\",[^}]*} 3\\.0");

      JsonNode canary = canary(program);
      assertThat(canary.get("state").stringValue()).isEqualTo("impaired");
      assertThat(canary.get("sentence").stringValue())
          .isEqualTo(
              "5 of 40 front ends deferred (421 4.3.2 at banner), 3 closed without a reply (at"
                  + " banner)");
      assertThat(peers).allMatch(peer -> peer.messages().isEmpty());
      assertThat(peers).noneMatch(peer -> peer.transcript().contains("MAIL"));
      // In order, so that no session is cut off: the peers hold each to its farewell.
      assertThat(program.terminate()).isZero();
    }
  }

  /**
   * Durations are told and not asserted: on a machine that does other things they are those of its
   * scheduler. That the capture knows each session is asserted.
   */
  @Test
  void phaseTimesAreThoseOfThePackets() throws Exception {
    int port = peers.getFirst().port();
    try (Capture capture = Capture.of(folder, port);
        Program program = run()) {
      Map<String, JsonNode> sessions = new HashMap<>();
      Waiting.until(
          "five rounds were seen",
          PATIENCE,
          () -> {
            for (JsonNode frontEnd : canary(program).get("front_ends")) {
              if (!frontEnd.get("last").isNull()) {
                sessions.putIfAbsent(key(frontEnd), frontEnd);
              }
            }
            return sessions.size() >= 5 * FRONT_ENDS;
          });
      assertThat(program.terminate()).isZero();
      Map<Integer, List<Packet>> streams =
          capture.packets(port).stream()
              .collect(Collectors.groupingBy(Packet::stream, TreeMap::new, Collectors.toList()));
      Map<String, List<Duration>> errors = new TreeMap<>();
      for (JsonNode session : sessions.values()) {
        List<Packet> stream = stream(session, streams).orElseThrow();
        compare(session, stream, errors);
      }
      assertThat(errors).containsKeys("connect", "banner", "ehlo");
      errors.forEach(
          (phase, all) ->
              Figures.tell(
                  "canary's " + phase + " and the packets differ by", Percentiles.of(all)));
      Figures.tell(
          "canary's phases and the packets differ by",
          Percentiles.of(errors.values().stream().flatMap(List::stream).toList()));
    }
  }

  private Program run() throws IOException {
    Site site = new Site(folder, "emea-1");
    String canaries =
        """
        dns: {servers: ["127.0.0.1:%d"]}
        canaries:
          - {name: fronts, target: "mx:contoso.test:%d", every: %s, depth: starttls}
        """
            .formatted(dns.address().getPort(), peers.getFirst().port(), EVERY);
    Program program = site.start("run", site.configuration() + canaries);
    return program.awaitReady();
  }

  private static Dialogue dialogue(int number) {
    if (number <= REFUSING) {
      return Dialogue.start().reply("421 4.3.2 Service not active [" + name(number) + "]").quit();
    }
    return number <= REFUSING + CLOSING
        ? Dialogue.start().close()
        : Dialogue.start().reply("220 " + name(number) + " Microsoft ESMTP").ehlo("SIZE").quit();
  }

  private static String address(int number) {
    return "127.0.3." + number;
  }

  /** Those that refuse are of one forest with others, and so are those that close. */
  private static String name(int number) {
    boolean american = number <= REFUSING || number > 20;
    return (american ? "bl2pr07ca%04d.namprd07" : "db3pr05ca%04d.eurprd05").formatted(number)
        + ".prod.outlook.com";
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private static List<String> names(List<Integer> numbers) {
    return numbers.stream().map(CanaryIT::name).toList();
  }

  private static List<String> infos(Program program) throws IOException {
    return Answers.ok(program, "/metrics")
        .lines()
        .filter(line -> line.startsWith("mailprobe_canary_front_end_info{"))
        .toList();
  }

  private static List<String> named(Program program, String outcome) throws IOException {
    return infos(program).stream()
        .filter(info -> info.contains("outcome=\"" + outcome + "\""))
        .map(info -> info.replaceAll(".*name=\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private static double sum(String metrics, String outcome) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("mailprobe_canary_front_ends{"))
        .filter(line -> line.contains("outcome=\"" + outcome + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static JsonNode canary(Program program) throws IOException {
    return JSON.readTree(Answers.ok(program, "/api/v1/status")).get("canaries").get(0);
  }

  private static String key(JsonNode frontEnd) {
    return frontEnd.get("endpoint").stringValue() + " " + frontEnd.get("last").stringValue();
  }

  /** The connection to the session's front end whose first packet comes next to its start. */
  private static Optional<List<Packet>> stream(
      JsonNode session, Map<Integer, List<Packet>> streams) {
    String endpoint = session.get("endpoint").stringValue();
    Instant started = Instant.parse(session.get("last").stringValue());
    return streams.values().stream()
        .filter(packets -> endpoint.startsWith(packets.getFirst().server() + ":"))
        .filter(packets -> !packets.getFirst().at().isBefore(started))
        .min((one, other) -> one.getFirst().at().compareTo(other.getFirst().at()));
  }

  /** Connect, banner and EHLO, as the packets show them, beside what the canary says. */
  private static void compare(
      JsonNode session, List<Packet> packets, Map<String, List<Duration>> errors) {
    Instant syn = packets.getFirst().at();
    Instant accepted =
        packets.stream().filter(p -> p.opens() && p.fromServer()).findFirst().orElseThrow().at();
    List<Packet> said = packets.stream().filter(packet -> packet.bytes() > 0).toList();
    note(session, "connect", Duration.between(syn, accepted), errors);
    if (!said.isEmpty()) {
      note(session, "banner", Duration.between(accepted, said.getFirst().at()), errors);
    }
    if (said.size() > 2 && session.get("outcome").stringValue().equals("accepted")) {
      note(session, "ehlo", Duration.between(said.get(1).at(), said.get(2).at()), errors);
    }
  }

  private static void note(
      JsonNode session, String phase, Duration seen, Map<String, List<Duration>> errors) {
    for (JsonNode timing : session.get("phases")) {
      if (timing.get("phase").stringValue().equals(phase)) {
        long micros = Math.round(timing.get("seconds").doubleValue() * 1e6);
        Duration error = Duration.ofNanos(micros * 1_000).minus(seen).abs();
        errors.computeIfAbsent(phase, _ -> new ArrayList<>()).add(error);
      }
    }
  }
}
