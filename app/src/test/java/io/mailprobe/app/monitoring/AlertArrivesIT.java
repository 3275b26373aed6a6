package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A total stop from a prober's metrics to the pager: the shipped rules and the shipped
 * configurations in a real Prometheus and a real Alertmanager. All times are a fifth of what is
 * shipped, by configuration alone: a probe every 2 s instead of every 10 s.
 */
class AlertArrivesIT {

  private static final int FASTER = 5;
  private static final int EVERY = 10 / FASTER;

  /** A page within 90 s of a total stop, and 10 s for what else there is to tell of the region. */
  private static final Duration PROMISED = Duration.ofSeconds((90 + 10) / FASTER);

  /** What a machine that does other things too may add. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private record Notification(long nanos, String receiver, JsonNode body) {}

  private final BlockingQueue<Notification> notifications = new LinkedBlockingQueue<>();
  private HttpServer server;
  private volatile Optional<Long> stopped = Optional.empty();

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/metrics", "");
    answer("/pager", "on-call");
    answer("/chat", "mail-team");
    answer("/switch", "dead-mans-switch");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aTotalStopReachesThePagerInTimeAndTheSwitchHearsThatAllIsAlive(@TempDir Path folder)
      throws Exception {
    Tool prometheus = Tool.orSkip("prometheus", "prometheus");
    Tool alertmanager =
        Tool.orSkip("prometheus-alertmanager", "prometheus-alertmanager", "alertmanager");
    Files.writeString(folder.resolve("alertmanager.yml"), alertmanagerConfiguration());
    try (AlertmanagerServer alerts = AlertmanagerServer.start(alertmanager, folder)) {
      Files.writeString(folder.resolve("rules.yml"), rules());
      Files.writeString(folder.resolve("prometheus.yml"), prometheusConfiguration(alerts));
      try (PrometheusServer metrics =
          PrometheusServer.start(prometheus, folder, Duration.ofMinutes(1))) {
        assertThat(metrics.await("mailprobe_inflight_messages")).isNotEmpty();
        assertThat(next("dead-mans-switch").body().get("status").asString()).isEqualTo("firing");
        long stop = System.nanoTime();
        stopped = Optional.of(stop);

        Notification page = next("on-call");
        assertThat(Duration.ofNanos(page.nanos() - stop))
            .isGreaterThan(Duration.ofSeconds(60 / FASTER))
            .isLessThan(PROMISED.plus(GRACE));
        assertThat(page.body().get("groupLabels").get("region").asString()).isEqualTo("amer");
        JsonNode alert = page.body().get("alerts").get(0);
        assertThat(alert.get("labels").get("alertname").asString())
            .isEqualTo("MailProbeFlowStopped");
        assertThat(alert.get("annotations").get("summary").asString())
            .isEqualTo("Mail has stopped: amer, route outbound");
        assertThat(alert.get("annotations").get("description").asString())
            .contains("in region amer has arrived", "In flight: ")
            .doesNotContain("%!", "<no value>");
      }
    }
  }

  /** The shipped rules, with a fifth of each time that counts here. */
  private static String rules() {
    Map<String, String> values = new HashMap<>(Thresholds.values());
    values.put("stopped.seconds", Integer.toString(60 / FASTER));
    return RulesFileTest.template()
        .filled(values)
        .replace("interval: 15s", "interval: " + 15 / FASTER + "s");
  }

  private String alertmanagerConfiguration() {
    String own = "http://127.0.0.1:" + server.getAddress().getPort();
    return Repository.read("prometheus/alertmanager.yml")
        .replace("http://pager.example.net/alert", own + "/pager")
        .replace("http://chat.example.net/alert", own + "/chat")
        .replace("http://dead-mans-switch.example.net/alive", own + "/switch")
        .replace("group_wait: 10s", "group_wait: " + 10 / FASTER + "s");
  }

  private String prometheusConfiguration(AlertmanagerServer alerts) {
    return """
    global: {scrape_interval: %ds, scrape_timeout: 2s}
    rule_files: [rules.yml]
    alerting: {alertmanagers: [{static_configs: [{targets: ["%s"]}]}]}
    scrape_configs:
      - job_name: mailprobe
        static_configs: [{targets: ["127.0.0.1:%d"], labels: {role: prober}}]
    """
        .formatted(15 / FASTER, alerts.address().getAuthority(), server.getAddress().getPort());
  }

  /** Metrics where no receiver is named; else takes what is sent to that receiver. */
  private void answer(String path, String receiver) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] answer = new byte[0];
          if (receiver.isEmpty()) {
            answer = metrics().getBytes(StandardCharsets.UTF_8);
          } else {
            notifications.add(
                new Notification(System.nanoTime(), receiver, JsonMapper.shared().readTree(body)));
          }
          exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
  }

  /** What a prober exports whose mail arrives at once, until it stops. */
  private String metrics() {
    double now = System.currentTimeMillis() / 1000.0;
    double silent = stopped.map(since -> (System.nanoTime() - since) / 1e9).orElse(0.0);
    String labels = "{region=\"amer\",route=\"outbound\",path=\"outbound\"} ";
    StringBuilder text = new StringBuilder();
    Map.of(
            "mailprobe_route_interval_seconds",
            (double) EVERY,
            "mailprobe_route_deadline_seconds",
            60.0 / FASTER,
            "mailprobe_last_delivery_timestamp_seconds",
            now - silent,
            "mailprobe_last_submission_attempt_timestamp_seconds",
            now,
            "mailprobe_inflight_messages",
            Math.floor(silent / EVERY))
        .forEach((name, value) -> text.append(name).append(labels).append(value).append('\n'));
    return text.toString();
  }

  /** The next notification for a receiver; those for others are left out. */
  private Notification next(String receiver) throws InterruptedException {
    List<String> others = new ArrayList<>();
    while (true) {
      Notification notification = notifications.poll(60, TimeUnit.SECONDS);
      assertThat(notification).as("a notification for %s; came: %s", receiver, others).isNotNull();
      if (notification.receiver().equals(receiver)) {
        return notification;
      }
      others.add(notification.receiver());
    }
  }
}
