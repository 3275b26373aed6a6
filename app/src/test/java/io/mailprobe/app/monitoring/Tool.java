package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program that a test runs as it is; the test is skipped, and says so, where it is missing. */
public record Tool(Path program) {

  /** Finds the first of these commands, or skips the calling test. */
  public static Tool orSkip(String debianPackage, String... commands) {
    return Arrays.stream(commands)
        .flatMap(Tool::places)
        .filter(Files::isExecutable)
        .findFirst()
        .map(Tool::new)
        .orElseGet(
            () -> {
              String reason =
                  "SKIPPED: no %s (Debian package %s)"
                      .formatted(String.join(" or ", commands), debianPackage);
              System.err.println(reason);
              Assumptions.abort(reason);
              throw new AssertionError(reason);
            });
  }

  private static Stream<Path> places(String command) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin") + ":/usr/sbin:/sbin";
    return Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, command));
  }

  /** Runs it in a folder; it must end well. Returns what it said. */
  public String run(Path folder, String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("mailprobe-tool", ".txt");
    try {
      Process process =
          new ProcessBuilder(command(arguments))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("%s ended", program).isTrue();
      } finally {
        process.destroyForcibly();
      }
      String said = Files.readString(output);
      assertThat(process.exitValue()).as("%s %s: %s", program, List.of(arguments), said).isZero();
      return said;
    } finally {
      Files.deleteIfExists(output);
    }
  }

  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
