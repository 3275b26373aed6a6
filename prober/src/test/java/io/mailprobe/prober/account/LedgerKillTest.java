package io.mailprobe.prober.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.RecordedEvents;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.Samples;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that keeps a ledger is killed at random moments: what it had said was done is done. */
class LedgerKillTest {

  private static final int KILLS = 3;

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    Random random = new Random(11);
    long opened = 0;
    long delivered = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process child = start();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
        int until = 50 + random.nextInt(500);
        for (int line = 0; line < until; line++) {
          String said = lines.readLine();
          assertThat(said).as("the child goes on until it is killed").isNotNull();
          opened += said.equals("opened") ? 1 : 0;
          delivered += said.equals("delivered") ? 1 : 0;
        }
        child.toHandle().destroyForcibly(); // Leaves what it said to be read.
        for (String said = lines.readLine(); said != null; said = lines.readLine()) {
          opened += said.equals("opened") ? 1 : 0;
          delivered += said.equals("delivered") ? 1 : 0;
        }
      }
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      check(opened, delivered);
    }
  }

  /** At most one of each kind may be on disk that the child had no time to tell of, a kill. */
  private void check(long opened, long delivered) throws IOException {
    Route route = Samples.route("outbound");
    ManualTime time = new ManualTime();
    try (Ledger ledger = Ledger.open(folder, List.of(route), time, new RecordedEvents())) {
      RouteAccount account = ledger.accounts().getFirst();
      assertThat(account.opened()).isBetween(opened, opened + KILLS);
      assertThat(account.verdicts().get(Verdict.DELIVERED)).isBetween(delivered, delivered + KILLS);
      long judged = account.verdicts().values().stream().mapToLong(Long::longValue).sum();
      assertThat(judged + account.inFlight()).isEqualTo(account.opened());
      assertThat(ledger.pendingRetries()).isEmpty();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Opens and delivers probes one after the other and tells of each once it is on disk. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Route route = Samples.route("outbound");
      ManualTime time = new ManualTime();
      Ledger ledger =
          Ledger.open(Path.of(arguments[0]), List.of(route), time, new RecordedEvents());
      Random random = new Random();
      String journal = "j" + random.nextLong(1_000_000_000);
      for (long number = 1; ; number++) {
        Instant now = time.micros();
        BegunAttempt attempt = ledger.open(route, ProbeId.create(now, random), now).join();
        tell("opened");
        ledger.await(attempt, Samples.report(Outcome.ACCEPTED, now)).join();
        ledger
            .record(
                "feed",
                new FeedPage(
                    new FeedCursor(journal, number),
                    now,
                    List.of(Samples.arrival(number, attempt.probe(), now))))
            .join();
        tell("delivered");
      }
    }

    private static void tell(String what) {
      System.out.println(what);
      System.out.flush();
    }
  }
}
