package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.acceptance.Answers.Numbers;
import io.mailprobe.app.acceptance.Answers.Probe;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.testkit.peers.PostgreSql;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Waiting;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two receivers share a journal on PostgreSQL, and a prober has its ledger there too. */
@Tag("long")
@Timeout(300)
class PostgreSqlIT {

  private static final int KILLS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void everyPromiseIsKeptWhicheverProcessDies() throws Exception {
    long seed = Long.getLong("mailprobe.seed", new SecureRandom().nextLong());
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    try (PostgreSql server = PostgreSql.start()) {
      Site one = Site.on(server, folder, "mx1").receiving();
      Site two = Site.on(server, folder, "mx2").receiving();
      try (Witness witness = new Witness(one.smtpPort(), two.smtpPort())) {
        Site near =
            Site.on(server, folder, "emea-1").reading(one, two).probing("50ms", witness.port());
        List<Site> sites = List.of(one, two, near);
        Program[] programs = {one.run(), two.run(), near.run()};
        try {
          for (int kill = 0; kill < KILLS; kill++) {
            int more = witness.promised().size() + 1 + random.nextInt(40);
            Waiting.until("more mail", PATIENCE, () -> witness.promised().size() >= more);
            int which = random.nextInt(programs.length + 1);
            if (which == programs.length) {
              server.cutConnections();
            } else {
              programs[which].kill();
              programs[which].close();
              programs[which] = sites.get(which).run();
            }
            Answers.numbers(programs[2]); // Checks the law.
          }
          check(programs, witness, seed);
        } finally {
          for (Program program : programs) {
            program.close();
          }
        }
      }
    }
  }

  private static void check(Program[] programs, Witness witness, long seed) throws Exception {
    Set<String> promised = witness.promised();
    for (int receiver = 0; receiver < 2; receiver++) {
      List<String> journal =
          Answers.arrivals(programs[receiver], "emea-1").stream()
              .map(Arrival::probe)
              .map(Object::toString)
              .toList();
      assertThat(journal)
          .as("the journal, as receiver %d reads it; seed %d", receiver, seed)
          .containsAll(promised)
          .doesNotHaveDuplicates();
    }
    Waiting.until(
        "every promise is a delivery in the ledger",
        PATIENCE,
        () -> delivered(programs[2]).containsAll(promised));
    Numbers numbers = Answers.numbers(programs[2]);
    assertThat(numbers.duplicates()).as("counted twice, seed %d", seed).isZero();
    Figures.tell(
        "PostgreSQL: after " + KILLS + " kills", promised.size() + " promised, " + numbers);
  }

  private static Set<String> delivered(Program prober) throws Exception {
    return Answers.probes(prober).stream()
        .filter(probe -> probe.arrived().isPresent())
        .map(Probe::id)
        .collect(Collectors.toSet());
  }

  @Test
  void aServerThatIsGoneIsOurDoingAndIsTakenUpAgain() throws Exception {
    try (PostgreSql server = PostgreSql.start()) {
      Site far = Site.on(server, folder, "receiver").receiving();
      try (Witness witness = new Witness(far.smtpPort())) {
        Site near = new Site(folder, "emea-1").reading(far).probing("100ms", witness.port());
        try (Program receiver = far.run();
            Program prober = near.run()) {
          Waiting.until("mail flows", PATIENCE, () -> witness.promised().size() > 20);
          server.crash();
          Waiting.until(
              "the receiver says that it cannot store",
              PATIENCE,
              () ->
                  receiver.get("/readyz").statusCode() == 503
                      && Answers.ok(receiver, "/metrics")
                          .contains("mailprobe_store_writable{store=\"journal\"} 0"));
          assertThat(receiver.get("/readyz").body()).contains("cannot be reached");
          Waiting.until(
              "the page says so",
              PATIENCE,
              () ->
                  Answers.ok(receiver, "/api/v1/status")
                      .contains("Our receiver takes no mail: store jdbc:postgresql://"));
          Waiting.until(
              "its deferrals are counted as its own doing",
              PATIENCE,
              () ->
                  Answers.ok(receiver, "/metrics")
                      .lines()
                      .anyMatch(
                          line ->
                              line.startsWith(
                                      "mailprobe_receiver_deferrals_total{reason=\"journal\"}")
                                  && !line.endsWith(" 0.0")));
          int promised = witness.promised().size();
          server.restart();
          Waiting.until(
              "it goes on by itself",
              PATIENCE,
              () ->
                  receiver.get("/readyz").statusCode() == 200
                      && witness.promised().size() > promised + 20);
          Set<String> all = witness.promised();
          Waiting.until(
              "nothing promised is lost", PATIENCE, () -> delivered(prober).containsAll(all));
          Answers.numbers(prober);
          assertThat(receiver.output())
              .doesNotContain("\tat ", server.password(), "Exception in thread");
        }
      }
    }
  }

  @Test
  void aProberWithoutItsLedgerSkipsTicksAndSendsNothing() throws Exception {
    try (PostgreSql server = PostgreSql.start()) {
      Site far = new Site(folder, "receiver").receiving();
      try (Witness witness = new Witness(far.smtpPort())) {
        Site near = Site.on(server, folder, "emea-1").reading(far).probing("100ms", witness.port());
        try (Program _ = far.run();
            Program prober = near.run()) {
          Waiting.until("mail flows", PATIENCE, () -> witness.promised().size() > 20);
          server.crash();
          Waiting.until(
              "ticks are skipped with their reason",
              PATIENCE,
              () ->
                  prober.get("/readyz").statusCode() == 503
                      && skipped(prober) > 20
                      && Answers.ok(prober, "/api/v1/status")
                          .contains("Our prober sends nothing: store jdbc:postgresql://"));
          int promised = witness.promised().size();
          long skipped = skipped(prober);
          Waiting.until("more ticks pass", PATIENCE, () -> skipped(prober) > skipped + 20);
          assertThat(witness.promised()).as("nothing is sent").hasSize(promised);
          server.restart();
          Waiting.until(
              "it goes on by itself",
              PATIENCE,
              () ->
                  prober.get("/readyz").statusCode() == 200
                      && witness.promised().size() > promised + 20);
          Set<String> all = witness.promised();
          Waiting.until("none is lost", PATIENCE, () -> delivered(prober).containsAll(all));
          Answers.numbers(prober);
        }
      }
    }
  }

  private static long skipped(Program prober) throws Exception {
    return Answers.ok(prober, "/metrics")
        .lines()
        .filter(line -> line.startsWith("mailprobe_probes_skipped_total{"))
        .filter(line -> line.contains("store_failed"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void aSecondProberOnTheSameLedgerIsRefused() throws Exception {
    try (PostgreSql server = PostgreSql.start()) {
      Site first = Site.on(server, folder, "emea-1").probing("1s", 1);
      try (Program _ = first.run()) {
        Site second = Site.on(server, folder, "emea-1").probing("1s", 1);
        try (Program refused = second.start("run", second.configuration())) {
          assertThat(refused.awaitExit()).isEqualTo(1);
          assertThat(refused.output())
              .contains("in use by another mailprobe", "mailprobe_ledger_emea-1")
              .doesNotContain("\tat ", server.password());
        }
      }
      try (Program next = first.run()) {
        assertThat(next.isAlive()).isTrue();
      }
    }
  }
}
