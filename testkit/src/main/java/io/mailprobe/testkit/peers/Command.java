package io.mailprobe.testkit.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * An external command that was run to its end.
 *
 * @param status its exit status
 * @param output what it wrote, standard output and error in one
 */
public record Command(int status, String output) {

  /** Also where a user's PATH does not look. */
  private static final List<String> SYSTEM_FOLDERS =
      List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

  /**
   * Runs a command and waits for its end.
   *
   * @throws AssertionError if it does not end in time; it is killed then
   */
  public static Command run(Duration patience, String... command) throws IOException {
    Path output = Files.createTempFile("mailprobe-command", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", command)
                + " did not end in "
                + patience
                + ": "
                + Files.readString(output));
      }
      return new Command(process.exitValue(), Files.readString(output));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(output);
    }
  }

  /** Where a program is installed. */
  public static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(":", -1)), SYSTEM_FOLDERS.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Where a program is installed; the test is skipped, and says so, where it is not. */
  public static String require(String program) {
    Optional<Path> found = find(program);
    Assumptions.assumeTrue(
        found.isPresent(), program + " is not installed: scripts/test-packages.sh installs it");
    return found.orElseThrow().toString();
  }
}
