package io.mailprobe.app.prometheus;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two programs of Prometheus that are used, where they are installed.
 *
 * @param prometheus the server
 * @param promtool its tool
 */
public record Tools(Path prometheus, Path promtool) {

  /**
   * Looks for them.
   *
   * @param searchPath folders, as in {@code PATH}
   */
  public static Optional<Tools> find(String searchPath) {
    return find("prometheus", searchPath)
        .flatMap(server -> find("promtool", searchPath).map(tool -> new Tools(server, tool)));
  }

  private static Optional<Path> find(String name, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator, -1)) {
      try {
        Path file = Path.of(folder, name);
        if (!folder.isEmpty() && Files.isExecutable(file) && Files.isRegularFile(file)) {
          return Optional.of(file);
        }
      } catch (InvalidPathException _) {
        // Then it is not there.
      }
    }
    return Optional.empty();
  }

  /**
   * Makes blocks of a history.
   *
   * @param history OpenMetrics text with timestamps
   * @param data the folder of a server that does not run
   * @throws IOException if it cannot be done; the message says what the tool said
   */
  void createBlocks(Path history, Path data) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            promtool.toString(),
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            "--quiet",
            // The tool reads the whole file once for each block: one block is a tenth of the time.
            "--max-block-duration=2160h",
            history.toString(),
            data.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("promtool does not take the history: " + lastLines(said));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** The end of what a program said. */
  static String lastLines(String said) {
    List<String> lines = new ArrayList<>(said.strip().lines().toList());
    return String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }
}
