package io.mailprobe.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real file system of a few megabytes, in memory. Only root may mount one; others skip. */
record SmallDisk(Path folder) implements AutoCloseable {

  static SmallDisk mount(int megabytes) throws IOException {
    Path folder = Files.createTempDirectory("mailprobe-small-disk");
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    if (!mounted) {
      Files.delete(folder);
      Assumptions.abort("not allowed to mount a small file system here: run as root");
    }
    return new SmallDisk(folder);
  }

  void makeReadOnly() throws IOException {
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
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.onExit().orTimeout(10, TimeUnit.SECONDS).join().exitValue() == 0;
  }
}
