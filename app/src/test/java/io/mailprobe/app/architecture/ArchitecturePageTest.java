package io.mailprobe.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that a newcomer reads first tells the truth about the sources. */
class ArchitecturePageTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern STEP = Pattern.compile("(?m)^\\d+\\. \\[[^]]+]\\(([^)]+)\\)");
  private static final Pattern LINK = Pattern.compile("]\\((\\.\\./[^)]+)\\)");

  /** Two screens of 110 lines. */
  private static final int TWO_SCREENS = 220;

  @Test
  void aProbePassesADozenFilesOfTwoScreensAtMost() throws IOException {
    List<Path> steps = targets(STEP);
    assertThat(steps).hasSize(12);
    for (Path step : steps) {
      assertThat(Files.readAllLines(step)).as(step.toString()).hasSizeLessThan(TWO_SCREENS);
    }
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    assertThat(targets(LINK)).isNotEmpty().allMatch(Files::exists);
  }

  private static List<Path> targets(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(DOCS.resolve("architecture.md")))
        .results()
        .map(result -> DOCS.resolve(result.group(1)))
        .toList();
  }
}
