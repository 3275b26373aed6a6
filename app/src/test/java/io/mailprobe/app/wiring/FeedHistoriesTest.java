package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.stamp.ProbeId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of a prober that reads a receiver over a feed that fails, answers twice or loses
 * its answer, while either end is started anew, and the receiver sometimes from an older copy of
 * its journal or with none. In the end the prober knows each arrival that is on the receiver's
 * disk, and none twice.
 */
class FeedHistoriesTest {

  private static final int STEPS = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostAndNothingTwice(long seed) throws Exception {
    Random random = new Random(seed);
    Map<ProbeId, Integer> sent = new HashMap<>();
    Set<ProbeId> onDisk = new HashSet<>();
    Set<ProbeId> onCopy = new HashSet<>();
    try (FeedWorld world = new FeedWorld(folder, random)) {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(12)) {
          case 0 -> world.restartProber();
          case 1 -> world.restartReceiver();
          case 2 -> {
            world.copyJournal();
            onCopy = new HashSet<>(onDisk);
          }
          case 3 -> {
            if (world.restoreJournal()) {
              onDisk = new HashSet<>(onCopy);
            }
          }
          case 4 -> {
            if (random.nextInt(4) == 0) {
              world.beginJournalAnew();
              onDisk.clear();
            }
          }
          case 5 -> world.passTime();
          default -> {
            ProbeId probe =
                sent.isEmpty() || random.nextInt(4) > 0
                    ? world.open()
                    : sent.keySet().stream().sorted().toList().get(random.nextInt(sent.size()));
            world.deliver(probe);
            sent.merge(probe, 1, Integer::sum);
            onDisk.add(probe);
          }
        }
        world.checkLaw();
      }
      world.healFeed();
      world.awaitArrivals(onDisk);
      for (Map.Entry<ProbeId, Integer> each : sent.entrySet()) {
        assertThat(world.arrivals(each.getKey()))
            .as("arrivals of %s", each.getKey())
            .isLessThanOrEqualTo(each.getValue());
      }
      world.awaitBooksOf(sent.keySet());
    }
  }
}
