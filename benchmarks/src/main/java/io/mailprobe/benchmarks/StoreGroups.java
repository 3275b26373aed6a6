package io.mailprobe.benchmarks;

import io.mailprobe.store.Schema;
import io.mailprobe.store.Store;
import io.mailprobe.store.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A known number of groups and nothing else, for whoever counts what the system is asked to put on
 * disk meanwhile: {@code benchmarks/run syncs}.
 */
public final class StoreGroups {

  private static final int GROUPS = 1_000;

  /** How many rows are handed in while the one before them is being written. */
  private static final int ROWS = 200;

  private static final Work<Integer> INSERT =
      connection -> {
        try (Statement insert = connection.createStatement()) {
          return insert.executeUpdate("INSERT INTO row VALUES (1)");
        }
      };

  private StoreGroups() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "store-groups");
    Schema schema = new Schema("groups", List.of(List.of("CREATE TABLE row (n BIGINT NOT NULL)")));
    try (Store store = Store.open(folder, schema)) {
      for (int group = 0; group < GROUPS / 2; group++) {
        // The first makes a group of its own, and the others the next: they wait for its end.
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> isOpen = new CompletableFuture<>();
        CompletableFuture<?> first =
            store.write(
                connection -> {
                  begun.complete(null);
                  isOpen.join();
                  return INSERT.run(connection);
                });
        begun.join();
        CompletableFuture<?>[] others =
            IntStream.range(0, ROWS)
                .mapToObj(_ -> store.write(INSERT))
                .toArray(CompletableFuture[]::new);
        isOpen.complete(null);
        first.join();
        CompletableFuture.allOf(others).join();
      }
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    System.out.printf("%d groups with %d rows%n", GROUPS, GROUPS / 2 * (1 + ROWS));
  }
}
