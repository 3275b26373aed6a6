package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.acceptance.Answers.Numbers;
import io.mailprobe.app.acceptance.Answers.Probe;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Waiting;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Prober and receiver die without warning, again and again, and nothing promised is lost. */
@Tag("long")
@Timeout(300)
class KillIT {

  private static final int KILLS = 20;
  private static final int PROBES = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void everyPromiseIsKeptAndEveryProbeAccountedFor(@TempDir Path folder) throws Exception {
    long seed = Long.getLong("mailprobe.seed", new SecureRandom().nextLong());
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Site far = new Site(folder, "receiver").receiving();
    try (Witness witness = new Witness(far.smtpPort())) {
      Site near = new Site(folder, "emea-1").reading(far).probing("20ms", witness.port());
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
        check(receiver, prober, witness, seed);
      } finally {
        receiver.close();
        prober.close();
      }
    }
  }

  private static void check(Program receiver, Program prober, Witness witness, long seed)
      throws Exception {
    Waiting.until("enough probes", PATIENCE, () -> Answers.numbers(prober).opened() >= PROBES);
    Set<String> promised = witness.promised();
    Set<String> journal =
        Answers.arrivals(receiver, "emea-1").stream()
            .map(Arrival::probe)
            .map(Object::toString)
            .collect(Collectors.toSet());
    assertThat(journal).as("arrivals on the receiver's disk, seed %d", seed).containsAll(promised);
    Waiting.until(
        "every promise is a delivery in the ledger",
        PATIENCE,
        () -> delivered(prober).containsAll(promised));
    Numbers numbers = Answers.numbers(prober);
    Figures.tell("after " + KILLS + " kills", promised.size() + " promised, " + numbers);
  }

  private static Set<String> delivered(Program prober) throws Exception {
    return Answers.probes(prober).stream()
        .filter(probe -> probe.arrived().isPresent())
        .map(Probe::id)
        .collect(Collectors.toSet());
  }
}
