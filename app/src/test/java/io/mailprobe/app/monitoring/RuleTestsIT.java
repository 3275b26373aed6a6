package io.mailprobe.app.monitoring;

import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of the rules, by promtool. They are minutes of one processor, and stand where most
 * others wait.
 */
class RuleTestsIT {

  @ParameterizedTest
  @Execution(CONCURRENT)
  @MethodSource("io.mailprobe.app.monitoring.PrometheusFilesTest#ruleTests")
  void alertsFireHoldAndClearAsTheirTestsSay(Path file) throws Exception {
    Tool.orSkip("prometheus", "promtool")
        .run(Repository.file("prometheus"), "test", "rules", file.toString());
  }
}
