package io.mailprobe.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.store.StoreException.Fault;
import io.mailprobe.testkit.peers.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FullDiskTest {

  private final Set<Integer> acknowledged = new TreeSet<>();
  private int next;

  @Test
  void aFullDiskIsToldAndTheStoreGoesOnOnceThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(4)) {
      Path filler = disk.folder().resolve("filler");
      Files.write(filler, new byte[3_000_000]);
      try (Store store = Store.open(disk.folder(), Rows.SCHEMA)) {
        assertThat(writeUntilItFails(store)).isEqualTo(Fault.FULL);
        assertThat(writeUntilItFails(store)).as("still full").isEqualTo(Fault.FULL);
        assertThat(Rows.all(store)).as("readable meanwhile").isEqualTo(acknowledged);
        Files.delete(filler);
        acknowledged.add(store.write(Rows.insert(++next, 4_000)).get(10, SECONDS));
      }
      try (Store store = Store.open(disk.folder(), Rows.SCHEMA)) {
        assertThat(Rows.all(store)).isEqualTo(acknowledged);
      }
    }
  }

  @Test
  void aStoreThatMayNotGrowIsFullToo(@TempDir Path folder) throws Exception {
    try (Store store = Store.open(folder, Rows.SCHEMA)) {
      limitPages(store, 50);
      assertThat(writeUntilItFails(store)).isEqualTo(Fault.FULL);
      limitPages(store, 1_000_000);
      acknowledged.add(store.write(Rows.insert(++next, 4_000)).get(10, SECONDS));
      assertThat(Rows.all(store)).isEqualTo(acknowledged);
    }
  }

  private Fault writeUntilItFails(Store store) throws Exception {
    for (int i = 0; i < 10_000; i++) {
      try {
        acknowledged.add(store.write(Rows.insert(++next, 4_000)).get(10, SECONDS));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StoreException fault) {
          assertThat(fault).hasMessageContaining("make room on its disk");
          return fault.fault();
        }
        throw e;
      }
    }
    throw new AssertionError("the disk never filled up");
  }

  private static void limitPages(Store store, int pages) throws Exception {
    store
        .write(c -> c.createStatement().execute("PRAGMA max_page_count = " + pages))
        .get(10, SECONDS);
  }
}
