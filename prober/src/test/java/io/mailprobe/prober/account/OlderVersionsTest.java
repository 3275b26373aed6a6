package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.store.Schema;
import io.mailprobe.store.Store;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that an older Mailprobe has written opens with all that is in it. */
class OlderVersionsTest {

  private static final long SECOND = 1_000_000;

  @TempDir private Path folder;
  private final Random random = new Random(1);
  private final ManualTime time = new ManualTime();
  private final Route route = Samples.route("outbound");

  /** As the first version wrote them: some of every state. */
  private List<ProbeId> writeFirstVersion() throws Exception {
    Schema first = new Schema("ledger", LedgerSchema.SCHEMA.versions().subList(0, 1));
    List<ProbeId> probes = new ArrayList<>();
    try (Store store = Store.open(folder, first)) {
      long now = Micros.of(time.wall());
      List<String> states =
          List.of(
              "delivered",
              "delivered",
              "lost",
              "rejected",
              "abandoned",
              "bounced",
              "awaiting",
              "retrying",
              "attempting");
      store
          .write(
              connection -> {
                for (int i = 0; i < states.size(); i++) {
                  ProbeId probe = ProbeId.create(time.wall(), random);
                  probes.add(probe);
                  long tick = now - 10 * SECOND + i;
                  boolean delivered = states.get(i).equals("delivered");
                  Sql.update(
                      connection,
                      """
                      INSERT INTO probes (id, route, region, sequence, scheduled, late_at, lost_at,
                        state, attempts, first_attempt, last_attempt, next_attempt, arrived, ages,
                        next_age, recovered, duplicates_by_retry, duplicates_by_provider, troubled)
                      VALUES (?, 'outbound', 'emea', ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                      """,
                      probe.toString(),
                      i + 1,
                      tick,
                      tick + 60 * SECOND,
                      tick + 90_000 * SECOND,
                      states.get(i),
                      tick,
                      tick + 5,
                      states.get(i).equals("retrying") ? now : null,
                      delivered ? tick + 4 * SECOND : null,
                      delivered ? 2 : 3,
                      delivered ? null : Ages.next(tick, 3),
                      states.get(i).equals("lost") ? 1 : 0,
                      i == 0 ? 2 : 0,
                      i == 1 ? 3 : 0,
                      delivered ? 0 : 1);
                  Sql.update(
                      connection,
                      "INSERT INTO attempts (probe, number, started) VALUES (?, 1, ?)",
                      probe.toString(),
                      tick);
                }
                return true;
              })
          .join();
    }
    return probes;
  }

  @Test
  void theFirstVersionsProbesAndNumbersAreAllThere() throws Exception {
    List<ProbeId> probes = writeFirstVersion();
    try (Ledger ledger = Ledger.open(folder, List.of(route), time, new RecordedEvents())) {
      for (ProbeId probe : probes) {
        assertThat(ledger.probe(probe).orElseThrow().attempts()).hasSize(1);
      }
      RouteAccount account = ledger.accounts().getFirst();
      assertThat(account.opened()).isEqualTo(9);
      assertThat(account.verdicts())
          .isEqualTo(
              Map.of(
                  Verdict.DELIVERED,
                  2L,
                  Verdict.LOST,
                  1L,
                  Verdict.REJECTED,
                  1L,
                  Verdict.ABANDONED,
                  1L,
                  Verdict.BOUNCED,
                  1L));
      assertThat(account.inFlight()).isEqualTo(3);
      assertThat(account.recovered()).isEqualTo(1);
      assertThat(account.duplicatesByRetry()).isEqualTo(2);
      assertThat(account.duplicatesByProvider()).isEqualTo(3);
      assertThat(account.latencySum()).isEqualTo(Duration.ofSeconds(8));
      assertThat(account.undeliveredAt().subList(0, 4)).containsExactly(9L, 9L, 7L, 0L);
      assertThat(account.deliveredWithin().subList(0, 4)).containsExactly(0L, 0L, 2L, 2L);
      assertThat(account.lastArrival()).isPresent();
      assertThat(account.lastAttempt()).isPresent();
      assertThat(ledger.pendingRetries()).hasSize(1);
      assertThat(
              ledger
                  .open(route, ProbeId.create(time.wall(), random), time.wall())
                  .join()
                  .sequence())
          .isEqualTo(10);
    }
  }

  @Test
  void whatANewerVersionHasWrittenIsRefused() throws Exception {
    List<List<String>> versions = new ArrayList<>(LedgerSchema.SCHEMA.versions());
    versions.add(List.of("CREATE TABLE of_the_future (n INTEGER)"));
    Store.open(folder, new Schema("ledger", versions)).close();
    assertThatThrownBy(
            () -> Ledger.open(folder, List.of(route), time, new RecordedEvents()).close())
        .hasMessageContaining("run the newer Mailprobe that wrote it");
  }
}
