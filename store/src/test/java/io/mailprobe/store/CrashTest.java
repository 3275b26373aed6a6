package io.mailprobe.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CrashTest {

  private static final int KILLS = 8;

  @Test
  void nothingThatWasAcknowledgedIsMissingAfterKillMinusNine(@TempDir Path folder)
      throws Exception {
    long seed = Long.getLong("mailprobe.seed", new SecureRandom().nextLong());
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Set<Integer> acknowledged = new TreeSet<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      Process writer = OtherProcess.startWriting(folder, kill * 1_000_000);
      acknowledged.addAll(killAfter(writer, 1 + random.nextInt(3_000)));
      try (Store store = Store.open(folder, Rows.SCHEMA)) {
        Set<Integer> stored = Rows.all(store);
        assertThat(stored).as("seed %d, kill %d", seed, kill).containsAll(acknowledged);
        int unknown = stored.size() - acknowledged.size();
        // Stored, but killed before it could say so: at most what was in flight, per kill.
        assertThat(unknown).as("stored and not acknowledged").isBetween(0, 50 * kill);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
  }

  private static Set<Integer> killAfter(Process writer, int acknowledgements) throws IOException {
    Set<Integer> rows = new TreeSet<>();
    try (BufferedReader output = writer.inputReader()) {
      String line = output.readLine();
      while (line != null) {
        rows.add(Integer.parseInt(line));
        if (rows.size() == acknowledgements) {
          writer.toHandle().destroyForcibly(); // Not the process: that would close its output too.
        }
        line = output.readLine();
      }
    }
    return rows;
  }
}
