package io.mailprobe.benchmarks;

import io.mailprobe.store.Schema;
import io.mailprobe.store.Store;
import io.mailprobe.store.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * Rows that are on disk when their writer hears of it: the store's group commit against one commit
 * per row, on the same kind of file with the same settings (WAL, {@code synchronous=FULL}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class StoreBenchmark {

  private static final String TABLE =
      "CREATE TABLE row (n INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT";
  private static final Schema SCHEMA = new Schema("bench", List.of(List.of(TABLE)));
  private static final byte[] PAYLOAD = new byte[200];

  private final Object turn = new Object();
  private Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set by open() before any benchmark.
  private Store store;

  @SuppressWarnings("NullAway.Init") // Set by open() before any benchmark.
  private Connection plain;

  @Setup
  public void open() throws IOException, SQLException {
    // Beside the build, not in a temporary folder: that may be in memory and know no disk.
    folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "store-benchmark");
    store = Store.open(folder, SCHEMA);
    plain = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("plain.db"));
    try (Statement statement = plain.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(TABLE);
    }
  }

  @TearDown
  public void close() throws IOException, SQLException {
    store.close();
    plain.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Ours, alone: nobody to share a commit with. */
  @Benchmark
  @Threads(1)
  public int groupCommitAlone() {
    return store.write(INSERT).join();
  }

  /** Ours, with 32 writers at once. */
  @Benchmark
  @Threads(32)
  public int groupCommitOf32() {
    return store.write(INSERT).join();
  }

  /** The peer: one connection, one commit per row, whoever wants it next. */
  @Benchmark
  @Threads(1)
  public int commitPerRowAlone() throws SQLException {
    return commitPerRow();
  }

  /** The peer, with 32 writers at once. */
  @Benchmark
  @Threads(32)
  public int commitPerRowOf32() throws SQLException {
    return commitPerRow();
  }

  private int commitPerRow() throws SQLException {
    synchronized (turn) {
      return INSERT.run(plain);
    }
  }

  private static final Work<Integer> INSERT =
      connection -> {
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO row (payload) VALUES (?)")) {
          insert.setBytes(1, PAYLOAD);
          return insert.executeUpdate();
        }
      };
}
