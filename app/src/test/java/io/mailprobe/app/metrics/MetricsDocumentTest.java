package io.mailprobe.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {

  @Test
  void theDocumentIsWrittenFromTheCatalogue() throws IOException {
    Path document = Path.of("").toAbsolutePath().resolveSibling("docs").resolve("metrics.md");

    assertThat(Files.readString(document))
        .as("docs/metrics.md; MetricsDocument writes it anew")
        .isEqualTo(MetricsDocument.text());
  }
}
