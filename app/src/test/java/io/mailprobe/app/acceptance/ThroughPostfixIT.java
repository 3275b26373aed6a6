package io.mailprobe.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.acceptance.Answers.Numbers;
import io.mailprobe.app.acceptance.Answers.Probe;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.peers.Postfix;
import io.mailprobe.testkit.peers.PostfixDelivery;
import io.mailprobe.testkit.peers.Program;
import io.mailprobe.testkit.peers.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Probes on their way through a real mail server, to the end. */
@Tag("measuring")
@Timeout(300)
class ThroughPostfixIT {

  private static final int PROBES = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  @Tag("long")
  void aThousandProbesArriveOnceAndPostfixAgreesOnTheirTransit() throws Exception {
    Site site = new Site(folder, "emea-1").receiving();
    try (Postfix postfix = Postfix.start(Site.DOMAIN, site.smtpPort());
        Program program = site.probing("50ms", postfix.port()).run()) {
      double before = Machine.share();
      Waiting.until(
          "the probes are delivered",
          PATIENCE,
          () ->
              Answers.numbers(program).delivered() >= PROBES
                  && first(program).stream().allMatch(ThroughPostfixIT::isDelivered));
      double after = Machine.share();
      List<Probe> probes = first(program);
      Numbers numbers = Answers.numbers(program);
      assertThat(numbers.duplicates()).isZero();
      assertThat(numbers.negative()).isZero();
      assertThat(numbers.delivered() + numbers.inFlight()).isEqualTo(numbers.opened());
      assertThat(probes).allMatch(probe -> !probe.latency().orElseThrow().isNegative());

      Map<String, List<PostfixDelivery>> logged =
          postfix.deliveries().stream().collect(Collectors.groupingBy(ThroughPostfixIT::probeId));
      List<Duration> differences =
          probes.stream()
              .map(probe -> difference(probe, logged.getOrDefault(probe.id(), List.of())))
              .toList();
      Percentiles percentiles = Percentiles.of(differences);
      Figures.tell("transit, ours against Postfix's log", percentiles);
      assertThat(program.terminate()).isZero();
      Machine.checkAtMost(Duration.ofMillis(20), percentiles.at(50), before, after);
    }
  }

  @Test
  void whatPostfixRefusesForNowIsTriedAgainAndArrivesOnce() throws Exception {
    Site site = new Site(folder, "emea-1").receiving();
    try (Postfix postfix = Postfix.start(Site.DOMAIN, site.smtpPort())) {
      postfix.refuseRecipients("450 4.3.2 System not accepting network messages");
      try (Program program = site.probing("5s", postfix.port()).run()) {
        Waiting.until(
            "the deferral is counted",
            PATIENCE,
            () -> Answers.ok(program, "/metrics").lines().anyMatch(ThroughPostfixIT::isDeferral));
        postfix.takeRecipients();
        String first = Answers.probes(program).getFirst().id();
        Waiting.until(
            "the retry is delivered",
            PATIENCE,
            () -> isDelivered(Answers.probes(program).getFirst()));
        Probe probe = Answers.probes(program).getFirst();
        assertThat(probe.id()).isEqualTo(first);
        assertThat(probe.latency().orElseThrow())
            .as("from the tick, so that the wait before the retry is in it")
            .isGreaterThan(Duration.ofSeconds(10));
        assertThat(probe.transit().orElseThrow()).isLessThan(Duration.ofSeconds(5));
        assertThat(Answers.numbers(program).duplicates()).isZero();
      }
    }
  }

  private static boolean isDeferral(String line) {
    return line.startsWith("mailprobe_smtp_replies_total{")
        && line.contains("phase=\"rcpt\"")
        && line.contains("code=\"450\"")
        && line.contains("enhanced_code=\"4.3.2\"");
  }

  @Test
  void whatPostfixHoldsIsInFlightUntilItIsLetGo() throws Exception {
    Site site = new Site(folder, "emea-1").receiving();
    try (Postfix postfix = Postfix.start(Site.DOMAIN, site.smtpPort())) {
      postfix.hold();
      try (Program program = site.probing("200ms", postfix.port()).run()) {
        Waiting.until(
            "ten are in flight", PATIENCE, () -> Answers.numbers(program).inFlight() >= 10);
        assertThat(Answers.numbers(program).delivered()).isZero();
        postfix.release();
        Waiting.until(
            "they are let go", PATIENCE, () -> Answers.numbers(program).delivered() >= 10);
        assertThat(Answers.numbers(program).duplicates()).isZero();
      }
    }
  }

  private static List<Probe> first(Program program) throws IOException {
    List<Probe> probes = Answers.probes(program);
    return probes.subList(0, Math.min(PROBES, probes.size()));
  }

  private static boolean isDelivered(Probe probe) {
    return probe.verdict().equals(Optional.of("delivered"));
  }

  private static String probeId(PostfixDelivery delivery) {
    int token = delivery.recipient().indexOf('+') + 1;
    return delivery.recipient().substring(token, token + ProbeId.LENGTH);
  }

  private static Duration difference(Probe probe, List<PostfixDelivery> logged) {
    assertThat(logged).as("deliveries of %s", probe.id()).hasSize(1);
    assertThat(logged.getFirst().status()).isEqualTo("sent");
    return probe.transit().orElseThrow().minus(logged.getFirst().transit()).abs();
  }
}
