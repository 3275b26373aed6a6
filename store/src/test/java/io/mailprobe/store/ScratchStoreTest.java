package io.mailprobe.store;

import static io.mailprobe.store.Rows.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.store.StoreException.Fault;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scratch store is done when the call returns, and keeps the rest of what stores promise. */
class ScratchStoreTest {

  @TempDir private Path folder;

  private Store open() throws StoreException {
    return Store.open(StoreAddress.scratch(folder), Rows.SCHEMA);
  }

  @Test
  void whatWasWrittenIsDoneAndSeenAtOnce() throws Exception {
    try (Store store = open()) {
      CompletableFuture<Integer> first = insert(store, 1);
      assertThat(first).isCompletedWithValue(1);
      assertThat(Rows.all(store)).containsExactly(1);
    }
  }

  @Test
  void whatFollowsFromAWriteMayWrite() throws Exception {
    try (Store store = open()) {
      CompletableFuture<Integer> second = insert(store, 1).thenCompose(_ -> insert(store, 2));
      assertThat(second).isCompletedWithValue(2);
      assertThat(Rows.all(store)).containsExactly(1, 2);
    }
  }

  @Test
  void whatFailsIsUndoneAlone() throws Exception {
    try (Store store = open()) {
      CompletableFuture<Integer> _ = insert(store, 1);
      CompletableFuture<Integer> twice =
          store.write(
              connection -> {
                int _ = Rows.insert(2, 20).run(connection);
                throw new IllegalStateException("halfway");
              });
      assertThat(twice).isCompletedExceptionally();
      assertThat(insert(store, 3)).isCompletedWithValue(3);
      assertThat(Rows.all(store)).containsExactly(1, 3);
    }
  }

  @Test
  void aStoreThatWasClosedIsWholeAndTakesNoMore() throws Exception {
    Store store = open();
    for (int row = 1; row <= 5_000; row++) {
      assertThat(insert(store, row)).isCompletedWithValue(row);
    }
    store.close();
    assertThatThrownBy(insert(store, 5_001)::get)
        .cause()
        .isInstanceOfSatisfying(
            StoreException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.CLOSED));
    try (Store again = open()) {
      assertThat(Rows.all(again)).hasSize(5_000);
    }
  }
}
