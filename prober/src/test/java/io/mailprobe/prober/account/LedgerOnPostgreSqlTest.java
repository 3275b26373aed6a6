package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.testkit.peers.PostgreSql;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All that a ledger does, on PostgreSQL; and what can happen there alone. */
class LedgerOnPostgreSqlTest extends LedgerTest {

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
    return owned(owner);
  }

  private static StoreAddress owned(String owner) {
    return new StoreAddress.Server(
        server.url(),
        Map.of(),
        Optional.of(server.user()),
        Optional.of(server.password()),
        Optional.of(owner));
  }

  /** The prober moves to another host and back; each time the numbers are those of the disk. */
  @Test
  void whoeverComesBackFindsWhatOthersHaveWritten() throws Exception {
    ManualTime time = new ManualTime();
    Random random = new Random(7);
    Route route = Samples.route("outbound");
    StoreAddress address = owned(owner + "-moving");
    try (Ledger here = open(address, route, time)) {
      here.open(route, ProbeId.create(time.wall(), random), time.wall()).join();
      server.cutConnections();
      try (Ledger there = open(address, route, time)) {
        BegunAttempt second =
            there.open(route, ProbeId.create(time.wall(), random), time.wall()).join();
        there
            .giveUp(second, Samples.report(Outcome.REJECTED, time.micros()), Verdict.REJECTED)
            .join();
        assertThat(here.open(route, ProbeId.create(time.wall(), random), time.wall()))
            .failsWithin(Duration.ofSeconds(10));
        assertThat(here.writable()).isFalse();
      }
      here.sweep(true).join();
      here.sweep(true).join();
      assertThat(here.writable()).as("by itself").isTrue();
      BegunAttempt third =
          here.open(route, ProbeId.create(time.wall(), random), time.wall()).join();
      assertThat(third.sequence()).isEqualTo(3);
      RouteAccount account = here.accounts().getFirst();
      assertThat(account.opened()).isEqualTo(3);
      assertThat(account.inFlight()).isEqualTo(2);
      assertThat(account.verdicts()).containsEntry(Verdict.REJECTED, 1L);
    }
  }

  private static Ledger open(StoreAddress address, Route route, ManualTime time)
      throws IOException {
    return Ledger.open(address, List.of(route), Retention.DEFAULT, time, new RecordedEvents());
  }
}
