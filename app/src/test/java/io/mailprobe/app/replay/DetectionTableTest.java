package io.mailprobe.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scenario.Scenarios;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@link DetectionIT} holds the files; this one what the README says of them. */
class DetectionTableTest {

  @Test
  void theReadmeSaysWhatTheFilesSay() throws IOException {
    assertThat(DetectionTable.inReadme())
        .as("./dev replays --write writes it anew")
        .isEqualTo(DetectionTable.text());
  }

  @Test
  void eachShippedScenarioIsInIt() throws IOException {
    String table = DetectionTable.text();
    assertThat(Scenarios.names())
        .filteredOn(name -> !name.equals(Scenarios.DEMO))
        .allSatisfy(name -> assertThat(table).contains("| [" + name + "](docs/detection/"));
  }
}
