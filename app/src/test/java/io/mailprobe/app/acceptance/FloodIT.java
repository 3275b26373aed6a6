package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.acceptance.Answers.Probe;
import io.mailprobe.testkit.peers.Command;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receiver under a flood of mail that is not ours, from Postfix's own load generator. */
@Tag("measuring")
@Tag("long")
@Timeout(180)
class FloodIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void aFloodIsRefusedToItsEndAndProbesStillArrive(@TempDir Path folder) throws Exception {
    String smtpSource = Command.require("smtp-source");
    Site site = new Site(folder, "emea-1").receiving();
    try (Program program = site.probing("20ms", site.smtpPort()).run()) {
      Waiting.until("warm", PATIENCE, () -> Answers.numbers(program).delivered() > 500);
      Instant calm = newest(program);
      Waiting.until("calm", PATIENCE, () -> between(program, calm, Instant.MAX).size() >= 300);
      Instant start = newest(program);
      Command flood =
          Command.run(
              Duration.ofMinutes(2),
              smtpSource,
              "-A",
              "-s",
              "50",
              "-m",
              "20000",
              "-f",
              "spammer@example.org",
              "-t",
              "postmaster@" + Site.DOMAIN,
              "127.0.0.1:" + site.smtpPort());
      Instant end = newest(program);
      assertThat(flood.status()).as(tail(flood.output())).isZero();
      Waiting.until("all is in", PATIENCE, () -> newest(program).isAfter(end.plusSeconds(1)));

      Percentiles quiet = latencies(program, calm, start);
      Percentiles during = latencies(program, start, end);
      Figures.tell("calm", quiet);
      Figures.tell("under the flood", during);
      assertThat(during.sorted()).hasSizeGreaterThan(100);
      assertThat(Answers.arrivals(program, "emea-1"))
          .allMatch(arrival -> arrival.recipient().startsWith("probe+"));
      assertThat(program.terminate()).isZero();
      // Reported, not asserted: how fast is a matter of the machine.
      Figures.tell("extra at p99", during.at(99).minus(quiet.at(99)));
    }
  }

  private static Percentiles latencies(Program program, Instant from, Instant to)
      throws IOException {
    return Percentiles.of(
        between(program, from, to).stream()
            .map(Probe::latency)
            .map(latency -> latency.orElseThrow(() -> new AssertionError("one never arrived")))
            .toList());
  }

  private static List<Probe> between(Program program, Instant from, Instant to) throws IOException {
    return Answers.probes(program).stream()
        .filter(probe -> probe.scheduled().isAfter(from) && !probe.scheduled().isAfter(to))
        .toList();
  }

  private static Instant newest(Program program) throws IOException {
    List<Probe> probes = Answers.probes(program);
    return probes.stream()
        .filter(probe -> probe.verdict().equals(Optional.of("delivered")))
        .map(Probe::scheduled)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 2_000));
  }
}
