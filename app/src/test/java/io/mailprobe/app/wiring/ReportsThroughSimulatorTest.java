package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.http.HttpSettings;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.wiring.NodePlan.ProberPlan;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.Retention;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.Keyring;
import io.mailprobe.protocol.stamp.StampKey;
import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.frontend.SendingLimits;
import io.mailprobe.simulator.frontend.SessionLimits;
import io.mailprobe.simulator.queue.RetryIntervals;
import io.mailprobe.simulator.queue.TransportQueue.Capacity;
import io.mailprobe.simulator.sender.NextHop;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Region;
import io.mailprobe.simulator.topology.Tenant;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From the prober through the simulator, which cannot deliver and says so, to the receiver and back
 * into the ledger: each kind of report is tied to its probe, with what the far server said.
 */
@Timeout(180)
class ReportsThroughSimulatorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DOMAIN = "probe.example";
  private static final String TENANT = "amer.contoso.example";

  /** A day of Exchange Online in six seconds: told of a delay after one. */
  private static final RetryIntervals QUICK =
      new RetryIntervals(Duration.ofMillis(100), 2, Duration.ofMillis(400), Duration.ofSeconds(6));

  @TempDir private java.nio.file.Path folder;
  private final TimeAndChance given = TimeAndChance.real();
  private ScriptedPeer busy;
  private Optional<Simulator> made = Optional.empty();
  private Node node;

  @BeforeEach
  void start() throws Exception {
    int nobody = Ports.free();
    busy =
        ScriptedPeer.play(
            Dialogue.start().reply("421 4.3.2 Service not active [mx.busy.example]").close());
    NodePlan plan =
        new NodePlan(
            "test",
            new Keyring(List.of(new StampKey("k1", new byte[32]))),
            new HttpSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                Optional.empty()),
            Optional.of(
                new ReceiverSettings(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    "mx." + DOMAIN,
                    List.of(DOMAIN),
                    List.of(),
                    Optional.empty(),
                    folder,
                    Limits.DEFAULT)),
            (receiverPort, _) -> probers(receiverPort, nobody),
            List.of(),
            RuleFile.classifier(List.of()),
            Optional.empty());
    node = new Node(plan, given);
    node.start();
  }

  private List<ProberPlan> probers(int receiverPort, int nobody) throws IOException {
    Region region =
        new Region(
            "amer",
            "namprd07",
            List.of("SJ5"),
            List.of("127.0.21.1"),
            "127.0.21.100",
            Latency.ofMillis(50, 0));
    Simulator simulator =
        new Simulator(
            new SimulatorSettings(
                List.of(region),
                0,
                new Tenant(
                    Set.of(TENANT),
                    List.of(),
                    Map.of(
                        "gone@" + TENANT,
                        "nobody@" + DOMAIN,
                        "down@" + TENANT,
                        "loop@down.example",
                        "busy@" + TENANT,
                        "loop@busy.example",
                        "barred@" + TENANT,
                        "loop@" + DOMAIN),
                    Map.of()),
                Map.of(
                    DOMAIN,
                    new NextHop("127.0.0.1", receiverPort),
                    "down.example",
                    new NextHop("127.0.0.1", nobody),
                    "busy.example",
                    new NextHop("127.0.0.1", busy.port())),
                QUICK,
                Capacity.standard(),
                SessionLimits.standard(),
                SendingLimits.exchangeOnline(),
                EntraSettings.nobody()),
            given.clock(),
            given.scheduler(),
            given.random());
    simulator.start();
    made = Optional.of(simulator);
    return List.of(
        new ProberPlan(
            StoreAddress.folder(folder),
            Retention.DEFAULT,
            List.of(route("gone"), route("down"), route("busy"), route("barred")),
            new EngineSettings(List.of(simulator.nameServer()), List.of())));
  }

  private Simulator simulator() {
    return made.orElseThrow();
  }

  private Route route(String name) {
    return new Route(
        name,
        "amer",
        "amer-1",
        Path.INBOUND,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        Duration.ofMinutes(10),
        Duration.ofMinutes(20),
        50,
        "bounces@" + DOMAIN,
        new Recipient.Fixed(name + "@" + TENANT),
        new Delivery(
            new Target.Host("127.0.21.1", simulator().port()),
            TlsMode.NONE,
            new Auth.None(),
            "prober." + DOMAIN,
            Deadlines.DEFAULT));
  }

  @AfterEach
  void stop() throws InterruptedException {
    node.drain(Duration.ofSeconds(1));
    node.close();
    made.ifPresent(Simulator::close);
    busy.close();
    given.close();
  }

  @Test
  void eachReportIsTiedToItsProbeWithWhatTheFarServerSaid() throws Exception {
    JsonNode refused = report(bounced("gone"), "failed");
    assertThat(refused.get("status").asString()).isEqualTo("5.1.351");
    assertThat(refused.get("replies").get(1).asString()).startsWith("550 5.1.1");
    assertThat(refused.get("reporting_mta").asString()).endsWith(".namprd07.prod.outlook.com");

    JsonNode down = bounced("down");
    JsonNode delayed = report(down, "delayed");
    assertThat(delayed.get("status").asString()).isEqualTo("4.4.7");
    assertThat(delayed.get("retry_until").isString()).isTrue();
    JsonNode expired = report(down, "expired");
    assertThat(expired.get("status").asString()).isEqualTo("5.4.316");
    assertThat(expired.get("diagnostic").asString())
        .contains("Message expired, connection refused");

    JsonNode turnedAway = report(bounced("busy"), "expired");
    assertThat(turnedAway.get("status").asString()).isEqualTo("5.4.317");
    assertThat(turnedAway.get("replies").get(1).asString())
        .startsWith("421 4.3.2 Service not active");
    assertThat(turnedAway.get("remote_mta").asString()).isEqualTo("mx.busy.example");
    Waiting.until(
        "421 4.3.2 is counted as seen by a report",
        PATIENCE,
        () ->
            get("/metrics")
                .lines()
                .anyMatch(
                    line ->
                        line.startsWith("mailprobe_smtp_replies_total{")
                            && line.contains("code=\"421\"")
                            && line.contains("enhanced_code=\"4.3.2\"")
                            && line.contains("side=\"report\"")));
  }

  @Test
  void whatExchangeItselfForbidsComesBackAsSuch() throws Exception {
    simulator()
        .faults()
        .inject(
            new Fault.Bounce(
                "550 5.7.520 Access denied, Your organization does not allow external forwarding."
                    + " AS(7555)"),
            Scope.everywhere(),
            1);
    JsonNode report = report(bounced("barred"), "failed");
    assertThat(report.get("status").asString()).isEqualTo("5.7.520");
    assertThat(report.get("remote_mta").isNull()).isTrue();
    assertThat(report.get("cause").get("party").asString()).isEqualTo("us");
  }

  @Test
  void repliesThatNoRuleKnowsAreListedWithCountsWhereverTheyAreTold() throws Exception {
    simulator()
        .faults()
        .inject(
            Fault.Reply.of(Phase.RCPT, "471 4.9.9 Odd thing {trailer}"), Scope.everywhere(), 0.5);
    simulator().faults().inject(new Fault.Bounce("571 5.9.9 Strange thing"), Scope.everywhere(), 1);
    Waiting.until(
        "both are listed, those of sessions with their phase",
        PATIENCE,
        () ->
            count("471 4.9.9 Odd thing [...]", "rcpt") > 1
                && count("571 5.9.9 Strange thing [...]", "") > 1);
  }

  /** How often replies of that shape came in that phase; empty for those in reports. */
  private long count(String shape, String phase) throws IOException {
    for (JsonNode reply : json("/api/v1/status").get("unclassified_replies")) {
      if (reply.get("shape").asString().equals(shape)) {
        assertThat(reply.get("phase").isNull() ? "" : reply.get("phase").asString())
            .isEqualTo(phase);
        assertThat(reply.get("region").asString()).isEqualTo("amer");
        return reply.get("count").asLong();
      }
    }
    return 0;
  }

  /** The evidence of a probe of the route, once one has bounced. */
  private JsonNode bounced(String route) throws Exception {
    JsonNode[] found = new JsonNode[1];
    Waiting.until(
        "a probe of " + route + " comes back",
        PATIENCE,
        () -> {
          for (JsonNode probe : json("/api/v1/probes?route=" + route).get("probes")) {
            if (probe.get("verdict").isString()) {
              assertThat(probe.get("verdict").asString()).isEqualTo("bounced");
              found[0] = json("/api/v1/probes/" + probe.get("id").asString());
              return true;
            }
          }
          return false;
        });
    return found[0];
  }

  /** The only report on a probe that says so. */
  private static JsonNode report(JsonNode evidence, String action) {
    List<JsonNode> found =
        evidence
            .get("reports")
            .valueStream()
            .filter(each -> each.get("action").asString().equals(action))
            .toList();
    assertThat(found).as("%s in %s", action, evidence).hasSize(1);
    return found.getFirst();
  }

  private JsonNode json(String path) throws IOException {
    return JsonMapper.shared().readTree(get(path));
  }

  private String get(String path) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
