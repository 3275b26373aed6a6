package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.cli.Cli;
import io.mailprobe.app.cli.ReportCommand;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.scene.EventFan;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report of a configuration, from a ledger that is open beside it. */
class ReportProgramTest {

  private static final Route ROUTE = Routes.outbound("amer");

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private Path config;

  private record Ran(int status, String out, String err) {}

  @BeforeEach
  void configure() throws Exception {
    config =
        Files.writeString(
            folder.resolve("mailprobe.yaml"),
            """
            region: amer
            prober: amer-1
            keys:
              - {id: k1, secret: "a secret for tests, long enough"}
            store: "sqlite:%s"
            http: {listen: "127.0.0.1:8080"}
            receiver: {listen: "127.0.0.1:2525", hostname: mx.probe.example.net, domains: [probe.example.net]}
            routes:
              - name: outbound
                path: outbound
                every: 5s
                deadline: 60s
                from: sender@example.org
                to: probe.example.net
                submit: {to: "127.0.0.1:2500", tls: none}
            """
                .formatted(folder.resolve("store")));
    Files.createDirectories(folder.resolve("store"));
  }

  private Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("report", config.toString()));
    all.addAll(Arrays.asList(arguments));
    int status =
        new Cli(new PrintWriter(out), new PrintWriter(err))
            .with(new ReportCommand(new Machine(), new ReportProgram(time)))
            .execute(all.toArray(String[]::new));
    return new Ran(status, out.toString(), err.toString());
  }

  private Scene scene() throws Exception {
    return new Scene(folder.resolve("store"), List.of(ROUTE), time, new EventFan(List.of()));
  }

  @Test
  void whatTheLedgerHoldsIsReported() throws Exception {
    try (Scene scene = scene()) {
      for (int i = 0; i < 6; i++) {
        ProbeId probe = scene.accepted(ROUTE);
        time.advance(Duration.ofSeconds(5));
        scene.arrived(probe);
      }
      for (int i = 0; i < 6; i++) {
        ProbeId refused = scene.tick(ROUTE);
        scene.ended(
            refused,
            Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
            Duration.ofSeconds(15));
        time.advance(Duration.ofSeconds(5));
      }
      Path out = folder.resolve("out");
      Ran ran = run("--from", "2m", "--out", out.toString());
      assertThat(ran.err()).isEmpty();
      assertThat(ran.status()).isZero();
      assertThat(ran.out())
          .contains(
              "amer: in trouble from 2 Jun 2026 13:03:30 UTC and it goes on",
              "Seen first at 2 Jun 2026 13:03:30 UTC: a session deferred at banner: 421 4.3.2",
              "Written: ");
      JsonNode data = JsonMapper.shared().readTree(Files.readAllBytes(out.resolve("report.json")));
      assertThat(data.at("/routes/0/counts/probes").asInt()).isEqualTo(12);
      assertThat(data.at("/routes/0/counts/delivered").asInt()).isEqualTo(6);
      assertThat(data.at("/routes/0/counts/in_flight").asInt()).isEqualTo(6);
      assertThat(data.at("/routes/0/outcomes/deferred").asInt()).isEqualTo(6);
      assertThat(data.at("/header/origin/prober").asString()).isEqualTo("amer-1");
      assertThat(data.at("/alerts/known").asBoolean()).isFalse();
      assertThat(Files.readString(out.resolve("report.html"))).contains("Nobody was asked");
      JsonNode printed = JsonMapper.shared().readTree(run("--from", "2m", "--json").out());
      assertThat(printed).isEqualTo(data);
    }
  }

  @Test
  void whatCannotBeReportedIsToldInWords() throws Exception {
    Ran noStore = run("--from", "1h");
    assertThat(noStore.status()).isEqualTo(1);
    assertThat(noStore.err()).contains("there is no store");

    try (Scene scene = scene()) {
      scene.accepted(ROUTE);
    }
    Ran never = run();
    assertThat(never.status()).isEqualTo(2);
    assertThat(never.err()).contains("--from");
    Ran odd = run("--from", "yesterday");
    assertThat(odd.status()).isEqualTo(2);
    assertThat(odd.err()).contains("expected an instant such as 2026-06-02T13:00Z");
    Ran backwards = run("--from", "1h", "--to", "2h");
    assertThat(backwards.status()).isEqualTo(2);
    assertThat(backwards.err()).contains("not after it");
    Ran future = run("--from", "1h", "--to", "2026-06-02T13:03:01Z");
    assertThat(future.status()).isEqualTo(2);
    assertThat(future.err()).contains("yet to come");
    Ran nowhere = run("--from", "1h", "--prometheus", "prometheus:9090");
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--prometheus is a URL");
    Ran day = run("--from", "2026-06-02", "--to", "2026-06-02T13:00+00:00");
    assertThat(day.err()).isEmpty();
    assertThat(day.status()).isZero();
    assertThat(day.out()).contains("amer: no time of trouble");
  }
}
