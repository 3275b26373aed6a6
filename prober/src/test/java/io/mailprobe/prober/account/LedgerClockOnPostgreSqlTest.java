package io.mailprobe.prober.account;

import io.mailprobe.store.StoreAddress;
import io.mailprobe.testkit.peers.PostgreSql;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Clocks that are set and clocks that differ, with the ledger on PostgreSQL. */
class LedgerClockOnPostgreSqlTest extends LedgerClockTest {

  private static PostgreSql server;
  private static int tests;

  private final String owner = "prober-" + tests++;

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
  StoreAddress address() {
    return new StoreAddress.Server(
        server.url(),
        Map.of(),
        Optional.of(server.user()),
        Optional.of(server.password()),
        Optional.of(owner));
  }
}
