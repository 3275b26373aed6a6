package io.mailprobe.store;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

class SqliteStoreTest extends StoreContract {

  @TempDir private Path folder;
  private final AtomicInteger commits = new AtomicInteger();

  @Override
  StoreAddress address() {
    return StoreAddress.folder(folder);
  }

  @BeforeEach
  void countCommits() throws Exception {
    store()
        .write(
            connection -> {
              connection
                  .unwrap(SQLiteConnection.class)
                  .addCommitListener(
                      new SQLiteCommitListener() {
                        @Override
                        public void onCommit() {
                          commits.incrementAndGet();
                        }

                        @Override
                        public void onRollback() {}
                      });
              return true;
            })
        .get(10, SECONDS);
  }

  @Override
  int rounds() {
    return 100;
  }

  @Override
  long transaction(Connection connection) {
    return commits.get();
  }
}
