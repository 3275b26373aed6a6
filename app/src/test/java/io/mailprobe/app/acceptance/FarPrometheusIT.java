package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Prometheus;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus near the prober writes on to one that keeps all, as {@code docs/regions.md} says.
 */
@Timeout(120)
class FarPrometheusIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path ROOT = Path.of("..");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void allSeriesArriveWhereTheRulesRunAndACutBetweenThemLosesNothing() throws Exception {
    Site site = new Site(folder, "emea-1").receiving();
    int port = Ports.free();
    try (Program program = site.probing("500ms", site.smtpPort()).run();
        Prometheus near = near(site, port)) {
      try (Prometheus far = far(port)) {
        Waiting.until(
            "the far one has all series and its rules run on them",
            PATIENCE,
            () ->
                names(near).size() > 50
                    && names(far).containsAll(names(near))
                    && !result(far, "route:mailprobe_state:code{region=\"emea\"}").isEmpty());
        assertThat(result(near, "route:mailprobe_state:code")).isEmpty();
      }
      int cut = samples(near).size();
      Waiting.until("more is scraped meanwhile", PATIENCE, () -> samples(near).size() >= cut + 3);
      Set<String> scraped = samples(near);
      try (Prometheus far = far(port)) {
        Waiting.until("the far one has it all", PATIENCE, () -> samples(far).containsAll(scraped));
      }
      assertThat(program.isAlive()).isTrue();
    }
  }

  private Prometheus near(Site site, int port) throws IOException {
    return Prometheus.start(
        Files.createDirectory(folder.resolve("near")),
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: mailprobe
            honor_labels: true
            static_configs:
              - targets: ["127.0.0.1:%d"]
                labels: {role: prober, region: emea}
        """
                .formatted(site.httpPort())
            + guide(port));
  }

  /** The lines of the guide, with the address of the cluster changed, and less patience. */
  private static String guide(int port) throws IOException {
    Matcher lines =
        Pattern.compile("(?m)^    remote_write:\\n(?:^ {6}.*\\n)+")
            .matcher(Files.readString(ROOT.resolve("docs/regions.md")));
    assertThat(lines.find()).isTrue();
    String configuration = lines.group().replaceAll("(?m)^ {4}", "");
    String changed = configuration.replaceFirst("https://[^/]+/", "http://127.0.0.1:" + port + "/");
    assertThat(changed).isNotEqualTo(configuration);
    return changed + "    queue_config: {batch_send_deadline: 500ms, max_backoff: 500ms}\n";
  }

  private Prometheus far(int port) throws IOException {
    Path place = Files.createDirectories(folder.resolve("far"));
    Files.writeString(
        place.resolve("rules.yml"),
        Files.readString(ROOT.resolve("prometheus/rules/mailprobe.yml"))
            .replace("interval: 15s", "interval: 1s"));
    return Prometheus.start(
        place, port, "rule_files: [rules.yml]\n", "--web.enable-remote-write-receiver");
  }

  private static Set<String> names(Prometheus prometheus) throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode series :
        result(prometheus, "count by (__name__) ({__name__=~\"mailprobe_.+\"})")) {
      names.add(series.get("metric").get("__name__").asString());
    }
    return names;
  }

  /** When it holds samples of: a range is answered with the samples as they are. */
  private static Set<String> samples(Prometheus prometheus) throws IOException {
    Set<String> samples = new TreeSet<>();
    for (JsonNode series :
        result(prometheus, "mailprobe_probes_opened_total{route=\"outbound\"}[5m]")) {
      for (JsonNode sample : series.get("values")) {
        samples.add(sample.get(0).asString());
      }
    }
    return samples;
  }

  private static JsonNode result(Prometheus prometheus, String query) throws IOException {
    return JSON.readTree(prometheus.query(query)).get("data").get("result");
  }
}
