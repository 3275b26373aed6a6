package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a peer leaves behind: its processes, and its folder. */
final class Leftovers {

  private Leftovers() {}

  /** Asks a process to end, and ends it and those that it has started, and no others. */
  static void end(Process process, Duration patience) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      process.onExit().orTimeout(patience.toSeconds(), TimeUnit.SECONDS).join();
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Takes a folder away; what goes meanwhile by itself is no fault. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(Leftovers::deleteIfThere);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteIfThere(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
