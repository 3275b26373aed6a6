package io.mailprobe.app.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.entra.Application;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Waiting;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a configuration to a process that shows an issue beside its own sight of it. */
@Timeout(120)
class ServiceHealthInNodeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void whatMicrosoftTellsStandsBesideWhatWeSaw() throws Exception {
    int port = Ports.free();
    try (TimeAndChance given = TimeAndChance.seeded(1);
        Simulator simulator =
            new Simulator(settings(), given.clock(), given.scheduler(), given.random());
        ScriptedPeer refusing =
            ScriptedPeer.play(
                Dialogue.start().reply("421 4.3.2 Service not active [FE1.test]").close())) {
      simulator.start();
      simulator
          .serviceHealth()
          .play(Incident.ex1331830().startedAt(given.clock().wall().minus(Duration.ofHours(2))));
      Path authority = Files.writeString(folder.resolve("ca.pem"), simulator.authorityPem());
      Path file =
          Files.writeString(
              folder.resolve("mailprobe.yaml"),
              """
              region: amer
              keys: [{id: k1, secret: 0123456789abcdef}]
              store: sqlite:%s
              http: {listen: "127.0.0.1:%d"}
              routes:
                - name: outbound
                  path: outbound
                  every: 1s
                  from: probe@example.org
                  to: probe.example
                  submit: {to: "127.0.0.1:%d", tls: none}
              service_health: {tenant: t1, client: c1, secret: hunter2, authority: "%s", graph: "%s/"}
              tls: {trust: %s}
              """
                  .formatted(
                      folder,
                      port,
                      refusing.port(),
                      simulator.signInAddress(),
                      simulator.signInAddress(),
                      authority));
      try (Node node =
          new Node(Plans.of(ConfigFile.read(file, new Machine()).config(), given.clock()), given)) {
        node.start();
        Waiting.until(
            "the issue was read and seen", PATIENCE, () -> issue(port).path("noticed").isString());
        JsonNode issue = issue(port);
        assertThat(issue.get("id").asString()).isEqualTo("EX1331830");
        assertThat(issue.get("noticed_where").asString()).isEqualTo("amer outbound");
        assertThat(issue.get("lead_over_first_post_seconds").asDouble())
            .isBetween(-1_920.0, -1_800.0);
        assertThat(read(port, "/metrics"))
            .contains(
                "mailprobe_service_health_issue{feature=\"Mailflow - delayed delivery\","
                    + "issue_id=\"EX1331830\",status=\"serviceDegradation\"} 1.0",
                "mailprobe_service_health_polls_total{result=\"ok\"} 1.0",
                "resource=\"graph.microsoft.com\",result=\"ok\",tenant=\"t1\"} 1.0");
      }
    }
  }

  private static SimulatorSettings settings() {
    return SimulatorSettings.standard(List.of(), Map.of(), Map.of())
        .withEntra(
            EntraSettings.of(
                "t1", Application.withSecret("c1", "hunter2").withRoles("ServiceHealth.Read.All")));
  }

  private static JsonNode issue(int port) throws Exception {
    return new JsonMapper()
        .readTree(read(port, "/api/v1/status"))
        .path("service_health")
        .path("issues")
        .path(0);
  }

  private static String read(int port, String path) throws Exception {
    try (var in = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
