package io.mailprobe.app.prometheus;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program of Prometheus that is used, where it is installed.
 *
 * @param prometheus the server
 */
public record Tools(Path prometheus) {

  /**
   * Looks for it.
   *
   * @param searchPath folders, as in {@code PATH}
   */
  public static Optional<Tools> find(String searchPath) {
    return find("prometheus", searchPath).map(Tools::new);
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

  /** The end of what a program said. */
  static String lastLines(String said) {
    List<String> lines = new ArrayList<>(said.strip().lines().toList());
    return String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }
}
