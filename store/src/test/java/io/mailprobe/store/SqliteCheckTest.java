package io.mailprobe.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.store.StoreAddress.Keeping;
import io.mailprobe.store.StoreException.Fault;
import io.mailprobe.testkit.peers.Waiting;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damage of a large file is found while it is in use. */
@Timeout(30)
class SqliteCheckTest {

  @TempDir private Path folder;

  private void fill() throws Exception {
    try (Store store = Store.open(folder, Rows.SCHEMA)) {
      for (int n = 0; n < 300; n++) {
        store.write(Rows.insert(n, 3_000)).get(10, SECONDS);
      }
    }
  }

  @Test
  void damageIsToldWithWhatToDo() throws Exception {
    fill();
    try (RandomAccessFile raw = new RandomAccessFile(folder.resolve("rows.db").toFile(), "rw")) {
      raw.seek(raw.length() / 2 / 4_096 * 4_096);
      raw.write(new byte[8_192]);
    }
    try (Sqlite file = Sqlite.lock(folder, "rows", Keeping.DURABLE);
        SqliteCheck check = SqliteCheck.start(file, Duration.ZERO)) {
      Waiting.until("it is found", Duration.ofSeconds(20), () -> check.damage().isPresent());
      assertThat(check.damage().orElseThrow())
          .hasMessageContaining("is damaged")
          .returns(Fault.CORRUPT, StoreException::fault);
    }
  }

  @Test
  void aGoodFileIsGoodAndAClosedCheckEndsAtOnce() throws Exception {
    fill();
    try (Sqlite file = Sqlite.lock(folder, "rows", Keeping.DURABLE)) {
      SqliteCheck check = SqliteCheck.start(file, Duration.ofDays(1));
      check.close();
      assertThat(check.damage()).isEmpty();
    }
  }
}
