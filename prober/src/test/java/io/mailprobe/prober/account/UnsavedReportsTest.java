package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that refuses reports: a trigger in the file does what a sick disk does. */
class UnsavedReportsTest {

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final Route route = Samples.route("outbound");

  private void onDisk(String sql) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsWrittenOnceTheStoreHasHealed() throws Exception {
    try (Ledger ledger = Ledger.open(folder, List.of(route), time, new RecordedEvents())) {
      BegunAttempt attempt =
          ledger.open(route, ProbeId.create(time.wall(), new Random(1)), time.wall()).join();
      onDisk(
          "CREATE TRIGGER sick BEFORE UPDATE ON attempts BEGIN SELECT RAISE(ABORT, 'sick'); END");
      CompletableFuture<Void> saved =
          ledger.await(attempt, Samples.report(Outcome.ACCEPTED, time.micros()));
      ledger.sweep(true).get(10, TimeUnit.SECONDS);
      assertThat(saved).isNotDone();
      assertThat(ledger.writable()).isFalse();
      assertThat(ledger.accounts().getFirst().inFlight()).isEqualTo(1);
      onDisk("DROP TRIGGER sick");
      ledger.sweep(true).get(10, TimeUnit.SECONDS);
      saved.get(10, TimeUnit.SECONDS);
      assertThat(ledger.writable()).isTrue();
      assertThat(ledger.probe(attempt.probe()).orElseThrow().record().accepted()).isPresent();
    }
  }

  @Test
  void aTickThatCannotBeWrittenLeavesNothingBehind() throws Exception {
    try (Ledger ledger = Ledger.open(folder, List.of(route), time, new RecordedEvents())) {
      onDisk(
          "CREATE TRIGGER sick BEFORE INSERT ON attempts BEGIN SELECT RAISE(ABORT, 'sick'); END");
      CompletableFuture<BegunAttempt> opened =
          ledger.open(route, ProbeId.create(time.wall(), new Random(1)), time.wall());
      assertThat(opened).failsWithin(10, TimeUnit.SECONDS);
      assertThat(ledger.accounts().getFirst().opened()).isZero();
      onDisk("DROP TRIGGER sick");
      assertThat(
              ledger
                  .open(route, ProbeId.create(time.wall(), new Random(2)), time.wall())
                  .get(10, TimeUnit.SECONDS)
                  .sequence())
          .isEqualTo(1);
    }
  }
}
