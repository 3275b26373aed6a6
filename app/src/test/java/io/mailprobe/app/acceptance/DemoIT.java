package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.testkit.peers.Browser;
import io.mailprobe.testkit.peers.Command;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Prometheus;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo, as a newcomer sees it: through the page, the metrics and a real Prometheus. */
@Tag("long")
@Timeout(240)
class DemoIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String STRUCK = "amer";
  private static final Duration CALM = Duration.ofSeconds(90);

  /** By then the page has to say what is wrong. */
  private static final Duration NOTICED = Duration.ofSeconds(30);

  @Test
  void anOutageInOneRegionIsSaidInWordsAndTheOthersStayAsTheyAre(@TempDir Path folder)
      throws Exception {
    String promtool = Command.require("promtool");
    int port = Ports.free();
    String page = "http://127.0.0.1:" + port + "/";
    try (Program demo =
            Program.start(folder, port, "demo", "--http", "127.0.0.1:" + port, "--for", "90s")
                .awaitReady();
        Prometheus prometheus = Prometheus.start(folder, scraping(port))) {
      Waiting.until(
          "all regions flow", CALM, () -> bad(demo).isEmpty() && flowing(demo).size() == 9);

      Waiting.until("the outage begins", CALM, () -> demo.output().contains("outage:"));
      Waiting.until("the outage is noticed", NOTICED, () -> !bad(demo).isEmpty());
      assertThat(bad(demo)).allMatch(route -> route.startsWith(STRUCK));

      try (Browser browser = Browser.open(folder, page)) {
        Waiting.until(
            "the page says so", NOTICED, () -> browser.text().contains("Mail is flowing"));
        assertThat(browser.text()).contains("amer", "emea", "apac", "Mail is flowing", "Refused");
      }
      Path metrics = Files.writeString(folder.resolve("metrics"), demo.get("/metrics").body());
      Command check = Command.run(NOTICED, "sh", "-c", promtool + " check metrics < " + metrics);
      assertThat(check.output()).isEmpty();
      assertThat(labels(prometheus, "region")).containsExactly("amer", "apac", "emea");
      assertThat(labels(prometheus, "route")).containsExactly("control", "inbound", "outbound");

      Waiting.until("it ends by itself", CALM, () -> !demo.isAlive());
      assertThat(demo.awaitExit()).isZero();
      assertThat(demo.output().lines().limit(3)).anyMatch(line -> line.contains(page));
    }
  }

  private static String scraping(int port) {
    return """
        global: {scrape_interval: 2s}
        scrape_configs:
          - job_name: mailprobe
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
        .formatted(port);
  }

  private static List<String> bad(Program demo) throws IOException {
    return withSeverity(demo, "bad");
  }

  private static List<String> flowing(Program demo) throws IOException {
    return withSeverity(demo, "good");
  }

  private static List<String> withSeverity(Program demo, String severity) throws IOException {
    Map<String, String> severities = new TreeMap<>();
    for (JsonNode route : JSON.readTree(demo.get("/api/v1/status").body()).get("routes")) {
      severities.put(
          route.get("region").asString() + "/" + route.get("route").asString(),
          route.get("severity").asString());
    }
    return severities.entrySet().stream()
        .filter(entry -> entry.getValue().equals(severity))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The values of a label over all series of ours that a Prometheus has scraped. */
  private static Set<String> labels(Prometheus prometheus, String label) throws IOException {
    String answer =
        prometheus.query(
            "count by (%s) ({__name__=~\"mailprobe_.*\",%s!=\"\"})".formatted(label, label));
    Set<String> values = new TreeSet<>();
    for (JsonNode series : JSON.readTree(answer).get("data").get("result")) {
      values.add(series.get("metric").get(label).asString());
    }
    return values;
  }
}
