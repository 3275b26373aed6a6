package io.mailprobe.store;

import static io.mailprobe.store.Rows.insert;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.store.StoreException.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store does, whatever it is made of. */
@Timeout(60)
abstract class StoreContract {

  private Store store;

  /** The same address throughout a test, of a store that no other test has used. */
  abstract StoreAddress address();

  @BeforeEach
  void open() throws StoreException {
    store = Store.open(address(), Rows.SCHEMA);
  }

  final Store store() {
    return store;
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWasWrittenIsReadAndComesBackAfterReopening() throws Exception {
    assertThat(insert(store, 1).get(10, SECONDS)).isEqualTo(1);
    assertThat(Rows.all(store)).containsExactly(1);
    store.close();
    open();
    assertThat(Rows.all(store)).containsExactly(1);
  }

  @Test
  void aReaderReadsBesideTheOwnerAndAfterIt() throws Exception {
    insert(store, 1).get(10, SECONDS);
    try (StoreReader reader = StoreReader.open(address(), Rows.SCHEMA)) {
      assertThat(reader.read(Rows.ALL)).containsExactly(1);
      insert(store, 2).get(10, SECONDS);
      assertThat(reader.read(Rows.ALL)).as("what is committed is seen").containsExactly(1, 2);
    }
    store.close();
    try (StoreReader reader = StoreReader.open(address(), Rows.SCHEMA)) {
      assertThat(reader.read(Rows.ALL)).containsExactly(1, 2);
      open(); // A reader holds up no owner.
      insert(store, 3).get(10, SECONDS);
      assertThat(reader.read(Rows.ALL)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aReaderBesideTheOwnerCannotWrite() throws Exception {
    try (StoreReader reader = StoreReader.open(address(), Rows.SCHEMA)) {
      assertThatThrownBy(() -> reader.read(insert(1, 10))).isInstanceOf(StoreException.class);
    }
    assertThat(Rows.all(store)).isEmpty();
  }

  @Test
  void aReaderChangesNoSchema() {
    Schema later =
        new Schema(
            "rows",
            List.of(Rows.SCHEMA.versions().getFirst(), List.of("CREATE TABLE other (n BIGINT)")));
    assertThatThrownBy(() -> StoreReader.open(address(), later))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version 1, this Mailprobe reads 2");
    Schema never = new Schema("never", Rows.SCHEMA.versions());
    assertThatThrownBy(() -> StoreReader.open(address(), never))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is no store")
        .hasMessageContaining("never");
    assertThatThrownBy(() -> StoreReader.open(address(), never))
        .as("nor has the first reader made it")
        .hasMessageContaining("there is no store");
  }

  @Test
  void allThatWaitsForTheDiskGoesInOneCommit() throws Exception {
    CountDownLatch diskIsBusy = new CountDownLatch(1);
    CompletableFuture<Void> first = store.write(_ -> await(diskIsBusy));
    List<CompletableFuture<Long>> waiting = new ArrayList<>();
    for (int n = 1; n <= 300; n++) {
      Work<Integer> insert = insert(n, 10);
      waiting.add(
          store.write(
              connection -> {
                insert.run(connection);
                return transaction(connection);
              }));
    }
    diskIsBusy.countDown();
    first.get(10, SECONDS);
    Set<Long> transactions = new TreeSet<>();
    for (CompletableFuture<Long> future : waiting) {
      transactions.add(future.get(10, SECONDS));
    }
    assertThat(transactions).as("commits for 300 writes").hasSizeLessThanOrEqualTo(2);
    assertThat(Rows.all(store)).hasSize(300);
  }

  /** How often a race is run. */
  abstract int rounds();

  /** Names the transaction in which the work is done. */
  abstract long transaction(Connection connection) throws SQLException;

  @Test
  void whatFailsInAGroupTakesNobodyAlong() throws Exception {
    insert(store, 5).get(10, SECONDS);
    CountDownLatch diskIsBusy = new CountDownLatch(1);
    CompletableFuture<Void> first = store.write(_ -> await(diskIsBusy));
    CompletableFuture<Integer> good = insert(store, 1);
    CompletableFuture<Integer> twice = insert(store, 5);
    CompletableFuture<Integer> halfDone =
        store.write(
            connection -> {
              insert(6, 10).run(connection);
              throw new IllegalStateException("after half of its work");
            });
    CompletableFuture<Integer> broken =
        store.write(
            connection -> {
              insert(7, 10).run(connection);
              throw new NoClassDefFoundError("a jar is missing");
            });
    CompletableFuture<Integer> alsoGood = insert(store, 2);
    diskIsBusy.countDown();
    first.get(10, SECONDS);
    assertThat(good.get(10, SECONDS)).isEqualTo(1);
    assertThat(alsoGood.get(10, SECONDS)).isEqualTo(2);
    assertThat(faultOf(twice)).isEqualTo(Fault.FAILED);
    assertThatThrownBy(() -> halfDone.get(10, SECONDS))
        .hasRootCauseMessage("after half of its work");
    assertThatThrownBy(() -> broken.get(10, SECONDS)).hasRootCauseMessage("a jar is missing");
    assertThat(Rows.all(store)).containsExactly(1, 2, 5);
    assertThat(insert(store, 8).get(10, SECONDS)).as("the writer goes on").isEqualTo(8);
  }

  @Test
  void aReaderSeesOnlyWhatIsCommitted() throws Exception {
    CountDownLatch inserted = new CountDownLatch(1);
    CountDownLatch looked = new CountDownLatch(1);
    CompletableFuture<Void> write =
        store.write(
            connection -> {
              insert(1, 10).run(connection);
              inserted.countDown();
              return await(looked);
            });
    assertThat(inserted.await(10, SECONDS)).isTrue();
    assertThat(Rows.all(store)).isEmpty();
    looked.countDown();
    write.get(10, SECONDS);
    assertThat(Rows.all(store)).containsExactly(1);
  }

  @Test
  void aReaderCannotWrite() {
    assertThatThrownBy(() -> store.read(Rows.insert(1, 10)))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching("(?s).*(readonly|read-only).*");
  }

  @Test
  void workIsDoneInTheOrderOfTheCalls() throws Exception {
    List<Integer> order = new ArrayList<>(); // Touched by the writer alone until the last is done.
    CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
    for (int i = 0; i < 2_000; i++) {
      int n = i;
      last = store.write(_ -> order.add(n));
    }
    last.get(10, SECONDS);
    assertThat(order).hasSize(2_000).isSorted();
  }

  @Test
  void closeFinishesWhatWasHandedIn() throws Exception {
    List<CompletableFuture<Integer>> writes = new ArrayList<>();
    for (int n = 0; n < 2_000; n++) {
      writes.add(insert(store, n));
    }
    store.close();
    assertThat(writes).allMatch(CompletableFuture::isDone).noneMatch(Future::isCancelled);
    for (CompletableFuture<Integer> write : writes) {
      write.get(0, SECONDS);
    }
    open();
    assertThat(Rows.all(store)).hasSize(2_000);
  }

  @Test
  void whatComesAfterCloseIsToldSo() {
    store.close();
    assertThat(faultOf(insert(store, 1))).isEqualTo(Fault.CLOSED);
    assertThatThrownBy(() -> Rows.all(store))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CLOSED));
    store.close(); // Again: nothing happens.
  }

  @Test
  void noWriteIsLeftWithoutAnAnswerWhenCloseComesBetween() throws Exception {
    store.close();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int round = 0; round < rounds(); round++) {
        Store fresh = Store.open(address(), Rows.SCHEMA);
        int base = round * 1_000;
        CountDownLatch started = new CountDownLatch(4);
        List<Future<List<CompletableFuture<Integer>>>> hands = new ArrayList<>();
        for (int hand = 0; hand < 4; hand++) {
          int from = base + hand * 100;
          hands.add(threads.submit(() -> writeHundred(fresh, from, started)));
        }
        assertThat(started.await(10, SECONDS)).isTrue();
        fresh.close();
        for (Future<List<CompletableFuture<Integer>>> hand : hands) {
          for (CompletableFuture<Integer> write : hand.get(10, SECONDS)) {
            assertThat(write.handle((_, failure) -> failure == null || isClosed(failure)))
                .succeedsWithin(10, SECONDS)
                .isEqualTo(true);
          }
        }
      }
    }
  }

  private static List<CompletableFuture<Integer>> writeHundred(
      Store store, int from, CountDownLatch started) {
    List<CompletableFuture<Integer>> writes = new ArrayList<>();
    for (int n = from; n < from + 100; n++) {
      writes.add(insert(store, n));
      if (n == from + 20) {
        started.countDown();
      }
    }
    return writes;
  }

  private static boolean isClosed(Throwable failure) {
    return failure instanceof StoreException e && e.fault() == Fault.CLOSED;
  }

  @Test
  void anInterruptDoesNotTearTheWriterFromItsWork() throws Exception {
    List<CompletableFuture<Integer>> writes = new ArrayList<>();
    for (int n = 0; n < 1_000; n++) {
      writes.add(insert(store, n));
    }
    Thread.currentThread().interrupt();
    store.close();
    assertThat(Thread.interrupted()).as("the interrupt is kept for the caller").isTrue();
    for (CompletableFuture<Integer> write : writes) {
      write.get(0, SECONDS);
    }
  }

  @Test
  void aTouchChangesNothing() throws Exception {
    insert(store, 1).get(10, SECONDS);
    store.touch().get(10, SECONDS);
    assertThat(Rows.all(store)).containsExactly(1);
  }

  @Test
  void itSaysHowLargeItIs() throws Exception {
    StoreSize before = store.lastSize();
    for (int n = 0; n < 50; n++) {
      store.write(insert(n, 20_000)).get(10, SECONDS);
    }
    StoreSize after = store.write(store::size).get(10, SECONDS);
    assertThat(store.lastSize()).isEqualTo(after);
    assertThat(after.allocated()).isGreaterThan(before.allocated() + 900_000);
    assertThat(after.used()).isBetween(before.used(), after.allocated());
  }

  @Test
  void aSecondOpenerIsRefusedAndTheFirstKeepsItsStore() throws Exception {
    assertThatThrownBy(() -> Store.open(address(), Rows.SCHEMA).close())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.IN_USE))
        .hasMessageContaining("in use by another mailprobe");
    assertThat(insert(store, 1).get(10, SECONDS)).isEqualTo(1);
  }

  @Test
  void rowsOutliveAMigrationAndOlderProgramsAreRefused() throws Exception {
    insert(store, 1).get(10, SECONDS);
    store.close();
    Schema newer =
        new Schema(
            "rows",
            List.of(
                Rows.SCHEMA.versions().getFirst(),
                List.of(
                    "ALTER TABLE row ADD COLUMN colour TEXT",
                    "CREATE TABLE more (n INTEGER PRIMARY KEY AUTOINCREMENT, b BLOB)")));
    try (Store migrated = Store.open(address(), newer)) {
      assertThat(Rows.all(migrated)).containsExactly(1);
      migrated.write(c -> c.createStatement().execute("UPDATE row SET colour = 'red'")).get();
    }
    assertThatThrownBy(() -> Store.open(address(), Rows.SCHEMA).close())
        .hasMessage(
            "rows has schema version 2, this Mailprobe knows 1: run the newer Mailprobe that wrote it");
    store = Store.open(address(), newer);
    assertThat(Rows.all(store)).containsExactly(1);
  }

  @Test
  void aMigrationThatFailsHalfwayChangesNothing() throws Exception {
    insert(store, 1).get(10, SECONDS);
    store.close();
    List<String> first = Rows.SCHEMA.versions().getFirst();
    String half = "CREATE TABLE half (n INTEGER)";
    Schema broken = new Schema("rows", List.of(first, List.of(half, "CREATE TABLE oops (")));
    assertThatThrownBy(() -> Store.open(address(), broken).close())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.FAILED));
    store = Store.open(address(), new Schema("rows", List.of(first, List.of(half))));
    assertThat(Rows.all(store)).containsExactly(1);
  }

  private static Fault faultOf(CompletableFuture<?> write) {
    try {
      write.get(10, SECONDS);
      throw new AssertionError("it was written");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException fault) {
        return fault.fault();
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static Void await(CountDownLatch latch) throws SQLException {
    try {
      if (!latch.await(10, SECONDS)) {
        throw new SQLException("nobody came");
      }
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
    return null;
  }
}
