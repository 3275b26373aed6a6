package io.mailprobe.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Captures the process's standard error, which must stay one test's own. */
@Isolated
class LoggingTest {

  private static final Logger log = LoggerFactory.getLogger("io.mailprobe.some.Thing");

  @AfterEach
  void logAsUsual() {
    Logging.apply(LogSettings.DEFAULT);
  }

  @Test
  void aPlainLineIsOneLineWhateverItHolds() {
    String line =
        logged(
            LogSettings.DEFAULT,
            () -> log.warn("peer said {}", "250 ok\r\n2026 ERROR forged", new Exception("boom")));
    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .matches(
            "(?s)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z WARN  Thing: peer said .*")
        .contains("250 ok | 2026 ERROR forged | java.lang.Exception: boom | at ")
        .doesNotContainPattern("[ |]+\n");
  }

  @Test
  void jsonIsOneObjectALine() {
    String line =
        logged(
            new LogSettings(LogSettings.Format.JSON, LogSettings.Level.INFO),
            () -> log.info("listening on {}", 2525));
    assertThat(line.lines()).hasSize(1);
    JsonNode object = JsonMapper.shared().readTree(line);
    assertThat(object.path("formattedMessage").asString()).isEqualTo("listening on 2525");
    assertThat(object.path("level").asString()).isEqualTo("INFO");
  }

  @Test
  void theLevelHoldsAndLibrariesStayQuiet() {
    LogSettings debug = new LogSettings(LogSettings.Format.PLAIN, LogSettings.Level.DEBUG);
    Logger smtp = LoggerFactory.getLogger("org.subethamail.smtp.Session");
    Logger netty = LoggerFactory.getLogger("io.netty.channel.Channel");
    assertThat(logged(debug, () -> log.debug("shown"))).contains("shown");
    assertThat(logged(debug, () -> smtp.debug("message text"))).isEmpty();
    assertThat(logged(debug, () -> netty.info("noise"))).isEmpty();
    LogSettings error = new LogSettings(LogSettings.Format.PLAIN, LogSettings.Level.ERROR);
    assertThat(logged(error, () -> smtp.warn("hidden"))).isEmpty();
  }

  @Test
  void javaUtilLoggingGoesTheSameWay() {
    String line =
        logged(
            LogSettings.DEFAULT,
            () -> java.util.logging.Logger.getLogger("jakarta.mail").warning("old ways"));
    assertThat(line).contains("WARN  mail: old ways");
  }

  private static String logged(LogSettings settings, Runnable action) {
    PrintStream before = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      Logging.apply(settings);
      action.run();
    } finally {
      System.setErr(before);
    }
    return captured.toString(StandardCharsets.UTF_8);
  }
}
