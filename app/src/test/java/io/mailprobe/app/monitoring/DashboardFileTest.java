package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The committed dashboard is the generated one; {@code ./dev monitoring --write} writes it anew.
 */
class DashboardFileTest {

  @Test
  void fileIsWhatTheGeneratorWrites() throws Exception {
    String generated =
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(LatencyDashboard.json())
            + "\n";
    if (Boolean.getBoolean("mailprobe.write")) {
      Files.writeString(Repository.file(LatencyDashboard.FILE), generated);
    }
    assertThat(Repository.read(LatencyDashboard.FILE))
        .as("run ./dev monitoring --write to write %s anew", LatencyDashboard.FILE)
        .isEqualTo(generated);
  }
}
