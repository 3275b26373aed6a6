package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.testkit.peers.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed leaves nothing behind in the temporary folder. */
@Timeout(60)
class NativeLibraryIT {

  @Test
  void sqliteIsLoadedFromWhereItShips(@TempDir Path folder) throws Exception {
    try (Program program = new Site(folder, "emea-1").receiving().run()) {
      Path maps = Path.of("/proc/" + program.pid() + "/maps");
      Assumptions.assumeTrue(Files.exists(maps), "only Linux tells what a process has loaded");
      List<String> loaded =
          Files.readAllLines(maps).stream().filter(line -> line.contains("sqlitejdbc")).toList();
      assertThat(loaded).isNotEmpty().allMatch(line -> line.contains("/target/mailprobe/lib/"));
    }
  }
}
