package io.mailprobe.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailprobe.store.StoreException.Fault;
import io.mailprobe.testkit.peers.SmallDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OpeningTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("rows.db");
  }

  @Test
  void aMissingFolderIsMade() throws Exception {
    try (Store store = Store.open(folder.resolve("a/b/c"), Rows.SCHEMA)) {
      assertThat(Rows.all(store)).isEmpty();
    }
  }

  @Test
  void aLinkToAFolderWillDo() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    try (Store _ = Store.open(link, Rows.SCHEMA)) {
      assertThat(refused(real, Rows.SCHEMA).fault()).as("the same store").isEqualTo(Fault.IN_USE);
    }
  }

  @Test
  void aSecondOpenerIsRefusedAndTheFirstKeepsItsStore() throws Exception {
    try (Store store = Store.open(folder, Rows.SCHEMA)) {
      assertThat(refused(folder, Rows.SCHEMA))
          .hasMessageContaining("rows is in use by another mailprobe")
          .returns(Fault.IN_USE, StoreException::fault);
      // The refusal must not have given the lock back (POSIX: closing any descriptor would).
      assertThat(OtherProcess.open(folder)).isEqualTo("refused IN_USE");
      assertThat(Rows.insert(store, 1).get(10, SECONDS)).isEqualTo(1);
    }
    assertThat(OtherProcess.open(folder)).isEqualTo("opened");
    Store.open(folder, Rows.SCHEMA).close();
  }

  @Test
  void twoStoresShareAFolder() throws Exception {
    Schema other = new Schema("other", Rows.SCHEMA.versions());
    try (Store rows = Store.open(folder, Rows.SCHEMA);
        Store others = Store.open(folder, other)) {
      Rows.insert(rows, 1).get(10, SECONDS);
      assertThat(Rows.all(others)).isEmpty();
    }
  }

  @Test
  void whatIsNoDatabaseIsLeftAlone() throws Exception {
    String letter = "Dear operator, this is my shopping list.\n".repeat(100);
    Files.writeString(file, letter);
    assertThat(refused(folder, Rows.SCHEMA))
        .hasMessageContaining("is damaged")
        .hasMessageContaining(file.toString())
        .returns(Fault.CORRUPT, StoreException::fault);
    assertThat(file).hasContent(letter);
  }

  @Test
  void aDamagedFileIsNamedAndAfterItsRemovalTheStoreOpens() throws Exception {
    fill(3_000);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(raw.length() / 2);
      raw.write(new byte[8_192]);
    }
    assertThat(refused(folder, Rows.SCHEMA).fault()).isEqualTo(Fault.CORRUPT);
    Files.move(file, folder.resolve("evidence"));
    try (Store store = Store.open(folder, Rows.SCHEMA)) {
      assertThat(Rows.all(store)).isEmpty();
    }
  }

  @Test
  void aFileCutOffIsNamed() throws Exception {
    fill(3_000);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(raw.length() / 2);
    }
    assertThat(refused(folder, Rows.SCHEMA).fault()).isEqualTo(Fault.CORRUPT);
  }

  @Test
  void aVersionThatNobodyWritesIsDamage() throws Exception {
    fill(10);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(60); // The user version in SQLite's header.
      raw.writeInt(-1_358_954_495);
    }
    assertThat(refused(folder, Rows.SCHEMA))
        .hasMessageContaining("which no Mailprobe writes")
        .returns(Fault.CORRUPT, StoreException::fault);
  }

  @Test
  void anyDamageIsEitherFoundOrHarmless() throws Exception {
    fill(500);
    byte[] whole = Files.readAllBytes(file);
    long seed = Long.getLong("mailprobe.seed", new SecureRandom().nextLong());
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 100; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 20; i++) {
        damaged[random.nextInt(round < 50 ? damaged.length : 200)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      try (Store store = Store.open(folder, Rows.SCHEMA)) {
        Rows.all(store);
      } catch (StoreException e) {
        assertThat(e.fault()).as("-Dmailprobe.seed=%d round %d: %s", seed, round, e).isNotNull();
      }
      Files.deleteIfExists(folder.resolve("rows.db-wal"));
      Files.deleteIfExists(folder.resolve("rows.db-shm"));
    }
  }

  @Test
  void aFolderThatIsAFileIsUnreachable() throws Exception {
    Path noFolder = Files.writeString(folder.resolve("file"), "");
    assertThat(refused(noFolder, Rows.SCHEMA))
        .hasMessageContaining("check that it can be written")
        .returns(Fault.UNREACHABLE, StoreException::fault);
    assertThat(refused(noFolder.resolve("below"), Rows.SCHEMA).fault())
        .isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void aReadOnlyDiskIsUnreachable() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(1)) {
      Store.open(disk.folder(), Rows.SCHEMA).close();
      disk.makeReadOnly();
      assertThat(refused(disk.folder(), Rows.SCHEMA).fault()).isEqualTo(Fault.UNREACHABLE);
    }
  }

  @Test
  void rowsOutliveAMigration() throws Exception {
    fill(10);
    try (Store store = Store.open(folder, newer("ALTER TABLE row ADD COLUMN colour TEXT"))) {
      assertThat(Rows.all(store)).hasSize(10);
      store
          .write(
              connection -> connection.createStatement().execute("UPDATE row SET colour = 'red'"))
          .get(10, SECONDS);
    }
  }

  @Test
  void aNewerStoreIsNotTouched() throws Exception {
    Store.open(folder, newer("CREATE TABLE colour (name TEXT)")).close();
    byte[] before = Files.readAllBytes(file);
    assertThat(refused(folder, Rows.SCHEMA))
        .hasMessage(
            "rows has schema version 2, this Mailprobe knows 1: run the newer Mailprobe that wrote it")
        .returns(Fault.NEWER_SCHEMA, StoreException::fault);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aMigrationThatFailsHalfwayChangesNothing() throws Exception {
    fill(10);
    Schema broken = newer("CREATE TABLE half (n INTEGER)", "CREATE TABLE oops (");
    assertThat(refused(folder, broken).fault()).isEqualTo(Fault.FAILED);
    try (Store store = Store.open(folder, newer("CREATE TABLE half (n INTEGER)"))) {
      assertThat(Rows.all(store)).hasSize(10);
    }
  }

  private static Schema newer(String... statements) {
    List<List<String>> versions = new ArrayList<>(Rows.SCHEMA.versions());
    versions.add(List.of(statements));
    return new Schema("rows", versions);
  }

  private void fill(int rows) throws Exception {
    try (Store store = Store.open(folder, Rows.SCHEMA)) {
      for (int n = 0; n < rows; n++) {
        var _ = store.write(Rows.insert(n, 100));
      }
    }
  }

  private static StoreException refused(Path folder, Schema schema) throws IOException {
    return catchThrowableOfType(StoreException.class, () -> Store.open(folder, schema).close());
  }
}
