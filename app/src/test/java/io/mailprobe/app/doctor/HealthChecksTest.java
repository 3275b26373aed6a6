package io.mailprobe.app.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.scene.EventFan;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenDesk;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.simulator.Simulator;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.entra.Application;
import io.mailprobe.simulator.entra.EntraSettings;
import io.mailprobe.simulator.graph.Incident;
import io.mailprobe.simulator.policy.TenantSetting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class HealthChecksTest {

  @TempDir private Path folder;
  private final TimeAndChance given = TimeAndChance.seeded(1);
  private final Metrics metrics =
      new Metrics(given.clock(), new Build("0.1.0", "abc"), Replies.BLAME);
  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator =
        new Simulator(
            SimulatorSettings.standard(List.of(), Map.of(), Map.of())
                .withEntra(
                    EntraSettings.of(
                        "t1",
                        Application.withSecret("c1", "hunter2")
                            .withRoles("ServiceHealth.Read.All"))),
            given.clock(),
            given.scheduler(),
            given.random());
    simulator.start();
    simulator
        .serviceHealth()
        .play(Incident.ex1331830().startedAt(given.clock().wall().minus(Duration.ofHours(2))));
  }

  @AfterEach
  void close() {
    simulator.close();
    metrics.close();
    given.close();
  }

  @Test
  void whatCanBeReadIsReadOnce() throws Exception {
    Finding found = look("hunter2");
    assertThat(found.standing()).as(found.seen()).isEqualTo(Standing.OK);
    assertThat(found.title()).isEqualTo("service-health t1");
    assertThat(found.seen()).isEqualTo("1 issue goes on now");
  }

  @Test
  void aPermissionThatIsNotGivenIsNamedWithTheLineThatGivesIt() throws Exception {
    simulator.tenantSettings().breakOne(TenantSetting.SERVICE_HEALTH_PERMISSION);
    Finding found = look("hunter2");
    assertThat(found.standing()).isEqualTo(Standing.FAULT);
    assertThat(found.seen()).contains("may not read it (HTTP 403)");
    assertThat(found.remedies())
        .anyMatch(
            line ->
                line.startsWith("New-MgServicePrincipalAppRoleAssignment ")
                    && line.contains("'ServiceHealth.Read.All'"));
  }

  @Test
  void aTokenThatCannotBeHadPointsAtTheKeys() throws Exception {
    Finding found = look("another");
    assertThat(found.standing()).isEqualTo(Standing.FAULT);
    assertThat(found.seen()).contains("there is no access token", "AADSTS7000215");
    assertThat(found.remedies()).singleElement().asString().contains("service_health.secret");
  }

  private Finding look(String secret) throws Exception {
    List<X509Certificate> trusted = new ArrayList<>();
    CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(simulator.authorityPem().getBytes(US_ASCII)))
        .forEach(each -> trusted.add((X509Certificate) each));
    Tools tools =
        new Tools(
            config(secret),
            new EngineSettings(List.of(), trusted),
            new TokenDesk(given.clock(), trusted, TokenEvents.UNHEARD),
            () -> {
              throw new IOException("nobody runs");
            },
            given.clock(),
            given.scheduler(),
            given.random(),
            new EventFan(List.of()),
            metrics.receiver(),
            Duration.ofSeconds(10),
            443);
    List<Finding> found = new ArrayList<>();
    new HealthChecks(tools, new Examination(found::add)).look();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private Config config(String secret) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mailprobe.yaml"),
            """
            region: amer
            keys: [{id: k1, secret: 0123456789abcdef}]
            receiver: {hostname: mx.example.net, domains: [example.net]}
            service_health: {tenant: t1, client: c1, secret: %s, authority: "%s", graph: "%s"}
            """
                .formatted(secret, simulator.signInAddress(), simulator.signInAddress()));
    return ConfigFile.read(file, new Machine()).config();
  }
}
