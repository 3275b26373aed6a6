package io.mailprobe.app.wiring;

import io.mailprobe.app.metrics.Build;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What was built, as the build wrote it down. */
final class BuildInfo {

  private BuildInfo() {}

  static Build read() {
    Properties properties = new Properties();
    try (InputStream file = BuildInfo.class.getResourceAsStream("build.properties")) {
      properties.load(Objects.requireNonNull(file, "build.properties is not in the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        properties.getProperty("version", "unknown"),
        properties.getProperty("revision", "unknown"));
  }
}
