package io.mailprobe.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** The simplest of stores: numbers, each at most once. */
final class Rows {

  static final Schema SCHEMA =
      new Schema(
          "rows", List.of(List.of("CREATE TABLE row (n INTEGER PRIMARY KEY, filler BLOB) STRICT")));

  private Rows() {}

  static Work<Integer> insert(int n, int fillerBytes) {
    return connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO row (n, filler) VALUES (?, ?)")) {
        insert.setInt(1, n);
        byte[] filler = new byte[fillerBytes];
        new Random(n).nextBytes(filler); // Nothing that could be compressed.
        insert.setBytes(2, filler);
        insert.executeUpdate();
        return n;
      }
    };
  }

  static CompletableFuture<Integer> insert(Store store, int n) {
    return store.write(insert(n, 10));
  }

  static final Work<Set<Integer>> ALL =
      connection -> {
        Set<Integer> all = new TreeSet<>();
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT n FROM row")) {
          while (rows.next()) {
            all.add(rows.getInt(1));
          }
        }
        return all;
      };

  static Set<Integer> all(Store store) throws StoreException {
    return store.read(ALL);
  }
}
