package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.testkit.peers.Command;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Prometheus;
import io.mailprobe.testkit.peers.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics as Prometheus takes them. */
@Timeout(120)
class ScrapeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void aRealPrometheusScrapesWhatPromtoolFindsGoodAndNoUnknownRoute() throws Exception {
    String promtool = Command.require("promtool");
    Site site = new Site(folder, "emea-1").receiving();
    try (Program program = site.probing("200ms", site.smtpPort()).run();
        Prometheus prometheus =
            Prometheus.start(
                Files.createDirectory(folder.resolve("prometheus")),
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: mailprobe
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                    .formatted(site.httpPort()))) {
      Waiting.until("mail flows", PATIENCE, () -> Answers.numbers(program).delivered() >= 10);
      Path metrics = Files.writeString(folder.resolve("metrics"), Answers.ok(program, "/metrics"));
      Command check =
          Command.run(PATIENCE, "sh", "-c", "\"$0\" check metrics <\"$1\"", promtool, "" + metrics);
      assertThat(check.status()).as(check.output()).isZero();
      assertThat(check.output()).isEmpty();

      Waiting.until(
          "deliveries are in Prometheus",
          PATIENCE,
          () ->
              prometheus
                  .query("mailprobe_messages_delivered_total >= 10")
                  .contains("\"outbound\""));
      assertThat(prometheus.query("up")).contains("\"1\"");
      assertThat(
              prometheus.query(
                  "{__name__=~\"mailprobe_.*\", route!=\"\", route!=\"outbound\"}"
                      + " or {__name__=~\"mailprobe_.*\", region!=\"\", region!=\"emea\"}"))
          .contains("\"result\":[]");
    }
  }
}
