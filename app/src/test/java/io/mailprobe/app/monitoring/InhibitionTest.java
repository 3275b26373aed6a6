package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which alerts the shipped configuration holds back for which others, by a real Alertmanager. */
class InhibitionTest {

  private AlertmanagerServer alertmanager;
  private final List<Map<String, String>> firing = new ArrayList<>();
  private final List<Map<String, String>> explained = new ArrayList<>();

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    Tool program =
        Tool.orSkip("prometheus-alertmanager", "prometheus-alertmanager", "alertmanager");
    Files.copy(Repository.file("prometheus/alertmanager.yml"), folder.resolve("alertmanager.yml"));
    alertmanager = AlertmanagerServer.start(program, folder);
  }

  @AfterEach
  void stop() {
    if (alertmanager != null) {
      alertmanager.close();
    }
  }

  @Test
  void ourReceiverExplainsLateMailOfItsRegionAndNoSessionWithExchangeOnline() throws Exception {
    fires("ReceiverUnreachable", "amer", "control", "critical");
    isExplained("FlowStopped", "amer", "outbound", "critical");
    isExplained("MailLate", "amer", "", "critical");
    isExplained("MailLate", "amer", "inbound", "critical");
    isExplained("MessagesStuck", "amer", "outbound", "warning");
    isExplained("LatencyBudgetBurn", "amer", "outbound", "critical");
    isExplained("MessagesLost", "amer", "outbound", "warning");
    fires("DeferralRateHigh", "amer", "outbound", "critical");
    fires("FrontEndsRefusing", "amer", "inbound", "critical");
    // At the same time something real, elsewhere.
    fires("FlowStopped", "emea", "outbound", "critical");
    fires("MailLate", "apac", "", "critical");
    holds();
  }

  @Test
  void ourCredentialsExplainTheRouteThatNeedsThem() throws Exception {
    fires("AuthFailing", "amer", "outbound", "critical");
    isExplained("FlowStopped", "amer", "outbound", "critical");
    isExplained("LatencyBudgetBurn", "amer", "outbound", "critical");
    fires("FlowStopped", "amer", "inbound", "critical");
    fires("FlowStopped", "emea", "outbound", "critical");
    // Where it is the token, that alone is told; a warning explains nothing.
    fires("TokenFailing", "apac", "", "critical");
    isExplained("AuthFailing", "apac", "outbound", "critical");
    isExplained("MailLate", "apac", "loop", "critical");
    fires("MailLate", "apac", "inbound", "critical");
    fires("TokenFailing", "africa", "", "warning");
    fires("FlowStopped", "africa", "outbound", "critical");
    holds();
  }

  @Test
  void aProberThatIsDownDeafOrIdleKnowsNothing() throws Exception {
    fire(false, "Down", Map.of("region", "amer", "role", "prober", "severity", "critical"));
    isExplained("FlowStopped", "amer", "outbound", "critical");
    isExplained("DeferralRateHigh", "amer", "inbound", "critical");
    isExplained("ReceiverUnreachable", "amer", "control", "critical");
    fires("FeedDeaf", "emea", "", "critical");
    isExplained("FlowStopped", "emea", "outbound", "critical");
    fires("DeferralRateHigh", "emea", "inbound", "critical");
    fires("NotSending", "apac", "outbound", "critical");
    isExplained("FlowStopped", "apac", "outbound", "critical");
    fires("FlowStopped", "apac", "inbound", "critical");
    holds();
  }

  @Test
  void aReceiverThatIsDownExplainsAllRegions() throws Exception {
    fire(false, "Down", Map.of("role", "receiver", "severity", "critical"));
    isExplained("FlowStopped", "amer", "outbound", "critical");
    isExplained("ReceiverUnreachable", "emea", "control", "critical");
    isExplained("MailLate", "apac", "", "critical");
    fires("DeferralRateHigh", "emea", "inbound", "critical");
    holds();
  }

  @Test
  void theSameTroubleIsToldOnceByTheGravest() throws Exception {
    fires("FlowStopped", "amer", "outbound", "critical");
    isExplained("MailLate", "amer", "outbound", "critical");
    isExplained("MailLate", "amer", "", "critical");
    isExplained("MessagesStuck", "amer", "outbound", "warning");
    isExplained("LatencyBudgetBurn", "amer", "outbound", "critical");
    fires("MailLate", "amer", "inbound", "critical");
    fires("DeferralRateHigh", "emea", "inbound", "critical");
    isExplained("DeferralRateElevated", "emea", "inbound", "warning");
    fires("DeferralRateElevated", "emea", "outbound", "warning");
    // The region's alone, where no route shows it by itself.
    fires("MailLate", "apac", "", "critical");
    holds();
  }

  @Test
  void anOutageOfSeveralRegionsIsOnePageAndTheirOtherAlertsStay() throws Exception {
    fires("MultiRegionOutage", "", "", "critical");
    isExplained("FlowStopped", "amer", "outbound", "critical");
    isExplained("MailLate", "emea", "", "critical");
    fires("FrontEndsRefusing", "amer", "inbound", "critical");
    fires("NotSending", "apac", "outbound", "critical");
    fires("TokenFailing", "apac", "", "critical");
    fires("Watchdog", "", "", "none");
    holds();
  }

  private void fires(String alert, String region, String route, String severity) {
    fire(false, alert, labels(region, route, severity));
  }

  private void isExplained(String alert, String region, String route, String severity) {
    fire(true, alert, labels(region, route, severity));
  }

  private void fire(boolean held, String alert, Map<String, String> labels) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("alertname", "MailProbe" + alert);
    firing.add(all);
    if (held) {
      explained.add(all);
    }
  }

  private void holds() throws Exception {
    alertmanager.fire(firing);
    assertThat(alertmanager.awaitHeldBack(explained.size()))
        .containsExactlyInAnyOrderElementsOf(explained);
    assertThat(alertmanager.heldBack()).hasSameSizeAs(firing);
  }

  /** The path of each of these routes is called as the route is. */
  private static Map<String, String> labels(String region, String route, String severity) {
    Map<String, String> labels = new TreeMap<>(Map.of("severity", severity));
    if (!region.isEmpty()) {
      labels.put("region", region);
    }
    if (!route.isEmpty()) {
      labels.put("route", route);
      labels.put("path", route);
    }
    return labels;
  }
}
