package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.acceptance.Answers.Numbers;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Waiting;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prober and receiver die without warning, again and again, and nothing promised is lost. The
 * system property {@code mailprobe.kills} says how often; {@code ./dev kills N} sets it.
 */
@Tag("long")
@Timeout(value = 3, unit = TimeUnit.HOURS) // For the longest run; each wait has its own.
class KillIT {

  private static final int KILLS = Integer.getInteger("mailprobe.kills", 20);
  private static final int PROBES = 2_000;
  private static final String PROBER = "emea-1";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void everyPromiseIsKeptAndEveryProbeAccountedFor(@TempDir Path folder) throws Exception {
    long seed = Long.getLong("mailprobe.seed", new SecureRandom().nextLong());
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Site far = new Site(folder, "receiver").receiving();
    try (Witness witness = new Witness(far.smtpPort())) {
      Site near = new Site(folder, PROBER).reading(far).probing("20ms", witness.port());
      Program receiver = far.run();
      Program prober = near.run();
      try {
        for (int kill = 0; kill < KILLS; kill++) {
          int more = witness.promised().size() + 1 + random.nextInt(60);
          Waiting.until("more mail", PATIENCE, () -> witness.promised().size() >= more);
          if (random.nextBoolean()) {
            receiver.kill();
            receiver.close();
            receiver = far.run();
          } else {
            prober.kill();
            prober.close();
            prober = near.run();
          }
          Answers.numbers(prober); // Checks the law.
        }
        Program last = prober;
        Waiting.until("enough probes", PATIENCE, () -> Answers.numbers(last).opened() >= PROBES);
        witness.stop(); // From here on nothing comes through, so that the books can be compared.
        prober.kill();
        prober.close();
        prober = near.runEvery("1h");
        check(receiver, prober, witness, seed);
      } finally {
        receiver.close();
        prober.close();
      }
    }
  }

  private static void check(Program receiver, Program prober, Witness witness, long seed)
      throws Exception {
    Waiting.until(
        "the ledger has each arrival once, seed " + seed,
        PATIENCE,
        () -> Answers.numbers(prober).delivered() == probes(receiver).size());
    List<Arrival> arrivals = Answers.arrivals(receiver, PROBER);
    Numbers numbers = Answers.numbers(prober);
    assertThat(probes(receiver)).as("on the receiver's disk").containsAll(witness.promised());
    assertThat(numbers.duplicates())
        .as("arrivals beyond each probe's first")
        .isEqualTo(arrivals.size() - numbers.delivered());
    Figures.tell(
        "after %d kills".formatted(KILLS),
        "%d promised, none missing; %d arrivals; %s"
            .formatted(witness.promised().size(), arrivals.size(), numbers));
  }

  private static Set<String> probes(Program receiver) throws Exception {
    return Answers.arrivals(receiver, PROBER).stream()
        .map(arrival -> arrival.probe().toString())
        .collect(Collectors.toSet());
  }
}
