package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system of a few megabytes, in memory. Only root may mount one; others skip.
 *
 * @param folder where it is mounted
 */
public record SmallDisk(Path folder) implements AutoCloseable {

  /** Mounts one of so many megabytes. */
  public static SmallDisk mount(int megabytes) throws IOException {
    Path folder = Files.createTempDirectory("mailprobe-small-disk");
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    if (!mounted) {
      Files.delete(folder);
      Assumptions.abort("not allowed to mount a small file system here: run as root");
    }
    return new SmallDisk(folder);
  }

  /** Refuses all writing from now on. */
  public void makeReadOnly() throws IOException {
    if (!run("mount", "-o", "remount,ro", folder.toString())) {
      throw new IOException("cannot be made read-only: " + folder);
    }
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", folder.toString())) {
      throw new IOException("cannot be unmounted: " + folder);
    }
    Files.delete(folder);
  }

  private static boolean run(String... command) throws IOException {
    return Command.run(Duration.ofSeconds(10), command).status() == 0;
  }
}
