package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.metrics.otlp.Collector;
import io.mailprobe.testkit.peers.Command;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Prometheus;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metrics as Prometheus takes them. */
@Timeout(120)
class ScrapeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void anExemplarLeadsFromABucketToTheProbeAndItsEvidence() throws Exception {
    Site site = new Site(folder, "emea-1").receiving();
    try (Program program = site.probing("200ms", site.smtpPort()).run();
        Prometheus prometheus = prometheus("--enable-feature=exemplar-storage", site.httpPort())) {
      Waiting.until("exemplars are kept", PATIENCE, () -> !exemplars(prometheus).isEmpty());
      JsonNode series = exemplars(prometheus).get(0);
      assertThat(series.get("seriesLabels").get("route").asString()).isEqualTo("outbound");
      assertThat(series.get("seriesLabels").get("le").asString()).isNotEmpty();
      JsonNode exemplar = series.get("exemplars").get(0);
      String probe = exemplar.get("labels").get("probe_id").asString();
      JsonNode evidence = JSON.readTree(Answers.ok(program, "/api/v1/probes/" + probe));
      assertThat(evidence.get("probe").get("verdict").asString()).isEqualTo("delivered");
      assertThat(exemplar.get("value").asDouble())
          .isEqualTo(evidence.get("probe").get("latency_seconds").asDouble());
    }
  }

  private static JsonNode exemplars(Prometheus prometheus) throws IOException {
    return JSON.readTree(
            prometheus
                .get(
                    "/api/v1/query_exemplars?query=mailprobe_end_to_end_latency_seconds_bucket"
                        + "&start=0&end=4102444800")
                .body())
        .get("data");
  }

  /**
   * Where Prometheus takes native histograms it keeps no buckets of those that have both forms. So
   * they are asked for by name, and those that alerts stand on are classic always.
   */
  @Test
  void nativeHistogramsComeOnlyWhereTheyAreAskedForAndLeaveTheLedgersClassic() throws Exception {
    Site usual = new Site(folder.resolve("usual"), "emea-1").receiving();
    Site asked = new Site(folder.resolve("asked"), "emea-2").receiving();
    usual.probing("200ms", usual.smtpPort());
    asked.probing("200ms", asked.smtpPort());
    String yaml = asked.configuration() + "metrics: {histograms: classic-and-native}\n";
    try (Program _ = usual.run();
        Program _ = asked.start("run", yaml).awaitReady();
        Prometheus prometheus =
            prometheus("--enable-feature=native-histograms", usual.httpPort(), asked.httpPort())) {
      String both = "{instance=\"127.0.0.1:" + asked.httpPort() + "\"}";
      String classic = "{instance=\"127.0.0.1:" + usual.httpPort() + "\"}";
      String submission = "mailprobe_submission_duration_seconds";
      Waiting.until(
          "both are scraped",
          PATIENCE,
          () ->
              found(prometheus, "histogram_count(" + submission + both + ") > 5")
                  && found(prometheus, submission + "_count" + classic + " > 5"));
      Waiting.until(
          "a quantile can be read off the native ones",
          PATIENCE,
          () ->
              found(
                  prometheus, "histogram_quantile(0.99, rate(" + submission + both + "[1m])) > 0"));
      assertThat(found(prometheus, submission + "_bucket" + classic)).isTrue();
      for (String labels : List.of(both, classic)) {
        assertThat(found(prometheus, "mailprobe_end_to_end_latency_seconds_bucket" + labels))
            .isTrue();
        assertThat(found(prometheus, "mailprobe_undelivered_age_total" + labels)).isTrue();
      }
    }
  }

  @Test
  void aCollectorIsPushedToAndItsLossHurtsNothing() throws Exception {
    Site site = new Site(folder, "emea-1").receiving();
    site.probing("200ms", site.smtpPort());
    try (Collector collector = new Collector()) {
      String yaml =
          site.configuration()
              + """
              metrics:
                otlp:
                  url: %s
                  every: 5s
                  headers: [{name: Authorization, value: Bearer hunter2}]
              """
                  .formatted(collector.url());
      try (Program program = site.start("run", yaml).awaitReady()) {
        Collector.Push push =
            Optional.ofNullable(collector.pushes().poll(60, TimeUnit.SECONDS)).orElseThrow();
        assertThat(push.headers().get("Authorization")).containsExactly("Bearer hunter2");
        assertThat(push.request().getResourceMetrics(0).getScopeMetrics(0).getMetricsList())
            .extracting(io.opentelemetry.proto.metrics.v1.Metric::getName)
            .contains(
                "mailprobe_probes_opened_total",
                "mailprobe_end_to_end_latency_seconds",
                "jvm_memory_used_bytes");
        assertThat(push.request().getResourceMetrics(0).getResource().getAttributesList())
            .anyMatch(each -> each.getValue().getStringValue().equals("emea-1"));
        collector.leave();
        Waiting.until("two pushes have failed", PATIENCE, () -> failedPushes(program) >= 2);
        long delivered = Answers.numbers(program).delivered();
        Waiting.until(
            "mail flows on", PATIENCE, () -> Answers.numbers(program).delivered() > delivered + 10);
        assertThat(program.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(program.output().lines().filter(line -> line.contains("cannot be pushed")))
            .hasSize(1);
        assertThat(program.output()).doesNotContain("hunter2", "\tat ");
      }
    }
  }

  private static double failedPushes(Program program) throws IOException {
    return Answers.ok(program, "/metrics")
        .lines()
        .filter(line -> line.startsWith("mailprobe_otlp_pushes_total{result=\"failed\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static boolean found(Prometheus prometheus, String query) throws IOException {
    JsonNode answer = JSON.readTree(prometheus.query(query));
    assertThat(answer.get("status").asString()).as(query).isEqualTo("success");
    return !answer.get("data").get("result").isEmpty();
  }

  private Prometheus prometheus(String flag, int... ports) throws IOException {
    String targets =
        IntStream.of(ports)
            .mapToObj(port -> "\"127.0.0.1:" + port + "\"")
            .collect(Collectors.joining(", "));
    return Prometheus.start(
        Files.createDirectory(folder.resolve("prometheus")),
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: mailprobe
            static_configs: [{targets: [%s]}]
        """
            .formatted(targets),
        flag);
  }

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
