package io.mailprobe.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.store.CuttingProxy.Cut;
import io.mailprobe.store.StoreException.Fault;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.PostgreSql;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgreSqlStoreTest extends StoreContract {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static PostgreSql server;
  private static int tests;

  private final String owner = "Test-" + tests++ + " of \"" + "long ".repeat(15) + "\"";

  @BeforeAll
  static void startServer() throws IOException {
    server = PostgreSql.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Override
  StoreAddress.Server address() {
    return at(server.url(), server.password()).ownedBy(owner);
  }

  private static StoreAddress.Server at(String url, String password) {
    return new StoreAddress.Server(
        url, Map.of(), Optional.of(server.user()), Optional.of(password), Optional.empty());
  }

  @Override
  int rounds() {
    return 30;
  }

  @Override
  long transaction(Connection connection) throws SQLException {
    return Jdbc.number(connection, "SELECT txid_current()");
  }

  @Test
  void ownersOfOneDatabaseHaveStoresOfTheirOwn() throws Exception {
    Rows.insert(store(), 1).get(10, SECONDS);
    try (Store other = Store.open(address().ownedBy(owner + "b"), Rows.SCHEMA)) {
      assertThat(Rows.all(other)).isEmpty();
    }
  }

  @Test
  void aSharedStoreHasTheOrderOfItsCommits() throws Exception {
    Schema schema =
        new Schema(
            "shared" + tests,
            List.of(
                List.of("CREATE TABLE row (n INTEGER PRIMARY KEY AUTOINCREMENT, writer TEXT)")));
    StoreAddress address = at(server.url(), server.password());
    try (Store one = Store.openShared(address, schema);
        Store two = Store.openShared(address, schema)) {
      assertThat(one.isShared()).isTrue();
      CountDownLatch inserted = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      CompletableFuture<Long> first =
          one.write(
              c -> {
                long n = next(c, "one");
                inserted.countDown();
                await(go);
                return n;
              });
      assertThat(inserted.await(10, SECONDS)).isTrue();
      CompletableFuture<Long> second = two.write(c -> next(c, "two"));
      long seen = two.read(c -> Jdbc.number(c, "SELECT count(*) FROM row"));
      assertThat(seen).isZero();
      go.countDown();
      assertThat(first.get(10, SECONDS)).isLessThan(second.get(10, SECONDS));
    }
  }

  private static long next(Connection c, String writer) throws SQLException {
    return Jdbc.number(c, "INSERT INTO row (writer) VALUES ('" + writer + "') RETURNING n");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aConnectionThatWasCutIsMadeAnew() throws Exception {
    Rows.insert(store(), 1).get(10, SECONDS);
    assertThat(Rows.all(store())).containsExactly(1);
    long generation = store().write(_ -> store().generation()).get(10, SECONDS);
    server.cutConnections();
    assertThat(Rows.all(store())).as("a reader is spared it").containsExactly(1);
    assertThatThrownBy(() -> Rows.insert(store(), 2).get(10, SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNREACHABLE))
        .hasMessageContaining("cannot be reached");
    assertThat(Rows.insert(store(), 3).get(10, SECONDS)).isEqualTo(3);
    assertThat(Rows.all(store())).containsExactly(1, 3);
    assertThat(store().write(_ -> store().generation()).get(10, SECONDS)).isGreaterThan(generation);
  }

  @Test
  void aServerThatDiesLosesNothingAcknowledgedAndIsTakenUpAgain() throws Exception {
    Set<Integer> acknowledged = new TreeSet<>();
    for (int n = 0; n < 20; n++) {
      acknowledged.add(Rows.insert(store(), n).get(10, SECONDS));
    }
    server.crash();
    try {
      assertThatThrownBy(() -> Rows.insert(store(), 100).get(30, SECONDS))
          .hasMessageContaining("cannot be reached");
      assertThatThrownBy(() -> Rows.all(store())).hasMessageContaining("cannot be reached");
    } finally {
      server.restart();
    }
    Waiting.until(
        "it can be written again",
        PATIENCE,
        () -> acknowledged.add(Rows.insert(store(), 200).get(10, SECONDS)));
    assertThat(Rows.all(store())).isEqualTo(acknowledged);
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void aCommitInDoubtIsToldAsItWas(Cut cut) throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(server.port())) {
      String url = server.url().replace(":" + server.port(), ":" + proxy.port());
      StoreAddress address = at(url, server.password()).ownedBy(owner + cut);
      try (Store behind = Store.open(address, Rows.SCHEMA)) {
        Rows.insert(behind, 1).get(10, SECONDS);
        proxy.cut(cut);
        CompletableFuture<Integer> doubtful = Rows.insert(behind, 2);
        boolean taken = doubtful.handle((_, failure) -> failure == null).get(20, SECONDS);
        assertThat(taken).isEqualTo(cut != Cut.BEFORE_COMMIT);
        assertThat(Rows.all(behind).contains(2)).isEqualTo(taken);
        assertThat(Rows.insert(behind, 3).get(20, SECONDS)).as("it goes on").isEqualTo(3);
      }
    }
  }

  @Test
  void aDoubtIsSettledOnceTheServerIsBackAndNothingGetsAheadOfIt() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(server.port())) {
      String url = server.url().replace(":" + server.port(), ":" + proxy.port());
      StoreAddress address = at(url, server.password()).ownedBy(owner + "doubt");
      try (Store behind = Store.open(address, Rows.SCHEMA)) {
        CompletableFuture<Integer> crash =
            behind.write(
                c -> {
                  proxy.cut(Cut.AFTER_COMMIT);
                  proxy.refuse(true); // Every connection after this one.
                  return Rows.insert(1, 10).run(c);
                });
        Waiting.until("the commit is in doubt", PATIENCE, proxy::hasCut);
        CompletableFuture<Integer> later = Rows.insert(behind, 2);
        assertThatThrownBy(() -> later.get(20, SECONDS)).hasMessageContaining("cannot be reached");
        assertThat(crash).as("nobody knows").isNotDone();
        proxy.refuse(false);
        crash.get(20, SECONDS);
        assertThat(Rows.all(behind)).containsExactly(1);
      }
    }
  }

  @Test
  void whoeverLostHisConnectionFindsThatAnotherHasTakenOver() throws Exception {
    Rows.insert(store(), 1).get(10, SECONDS);
    server.cutConnections();
    try (Store other = Store.open(address(), Rows.SCHEMA)) {
      assertThatThrownBy(() -> Rows.insert(store(), 2).get(10, SECONDS)).isNotNull();
      assertThatThrownBy(() -> Rows.insert(store(), 3).get(10, SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.IN_USE));
      assertThat(Rows.all(other)).containsExactly(1);
    }
    assertThat(Rows.insert(store(), 4).get(10, SECONDS)).as("once he is gone").isEqualTo(4);
  }

  @Test
  void whyItCannotBeOpenedIsToldWithoutThePassword() {
    assertRefused(at(server.url(), "wr0ng"), "password authentication failed");
    assertRefused(at(server.url() + "-not", server.password()), "does not exist");
    String nobody = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/db";
    assertRefused(at(nobody, "wr0ng"), "cannot be reached");
  }

  private static void assertRefused(StoreAddress address, String words) {
    assertThatThrownBy(() -> Store.open(address, Rows.SCHEMA).close())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNREACHABLE))
        .hasMessageContaining(words)
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:")
        .message()
        .doesNotContain("wr0ng", server.password());
  }
}
