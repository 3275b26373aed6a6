package io.mailprobe.store;

import static io.mailprobe.store.Rows.insert;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.store.StoreException.Fault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

@Timeout(30)
class StoreTest {

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() throws StoreException {
    store = Store.open(folder, Rows.SCHEMA);
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
  void allThatWaitsForTheDiskGoesInOneCommit() throws Exception {
    AtomicInteger commits = new AtomicInteger();
    store
        .write(connection -> countCommits(connection.unwrap(SQLiteConnection.class), commits))
        .get(10, SECONDS);
    CountDownLatch diskIsBusy = new CountDownLatch(1);
    CompletableFuture<Void> first = store.write(_ -> await(diskIsBusy));
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int n = 1; n <= 300; n++) {
      waiting.add(insert(store, n));
    }
    int before = commits.get();
    diskIsBusy.countDown();
    first.get(10, SECONDS);
    for (CompletableFuture<Integer> future : waiting) {
      future.get(10, SECONDS);
    }
    assertThat(commits.get() - before).as("commits for 300 writes").isLessThanOrEqualTo(2);
    assertThat(Rows.all(store)).hasSize(300);
  }

  private static boolean countCommits(SQLiteConnection connection, AtomicInteger commits) {
    connection.addCommitListener(
        new SQLiteCommitListener() {
          @Override
          public void onCommit() {
            commits.incrementAndGet();
          }

          @Override
          public void onRollback() {}
        });
    return true;
  }

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
        .hasMessageContaining("readonly");
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
      for (int round = 0; round < 100; round++) {
        Store fresh = Store.open(folder, Rows.SCHEMA);
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
