package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.monitoring.dashboard.Dashboard;
import io.mailprobe.app.monitoring.dashboard.Dashboards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The committed dashboards are the generated ones; {@code ./dev monitoring --write} writes them
 * anew.
 */
class DashboardFileTest {

  @Test
  void filesAreWhatTheGeneratorWrites() throws Exception {
    for (Dashboard dashboard : Dashboards.all()) {
      if (Boolean.getBoolean("mailprobe.write")) {
        Files.writeString(Repository.file(dashboard.file()), dashboard.text());
      }
      assertThat(Repository.file(dashboard.file()))
          .as("run ./dev monitoring --write to write %s anew", dashboard.file())
          .exists()
          .content()
          .isEqualTo(dashboard.text());
    }
  }

  @Test
  void noOtherDashboardIsShipped() {
    List<Path> known =
        Dashboards.all().stream().map(each -> Repository.file(each.file())).sorted().toList();
    assertThat(Repository.files("grafana/dashboards", ".json"))
        .hasSize(7)
        .containsExactlyElementsOf(known);
  }
}
