package io.mailprobe.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.PeerUpTo;
import io.mailprobe.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A peer between prober and receiver does each kind of harm in each phase, once a probe. Whatever
 * it was: one outcome, another attempt where a mail server would make one, one delivery, and a
 * latency from the tick.
 */
class FaultsOnTheWayTest {

  private static final TestCertificates CERTIFICATES = new TestCertificates();
  private static final PeerUpTo PEER = new PeerUpTo(CERTIFICATES);
  private static final Dialogue GOOD = PEER.of(Phase.QUIT).reply("221 2.0.0 Bye").close();

  /** Those in which the prober waits for the peer to speak. */
  private static final Set<Phase> PHASES = EnumSet.range(Phase.BANNER, Phase.END_OF_DATA);

  @TempDir Path folder;

  /** What a peer does where its answer is due. */
  enum Fault {
    DEFERS(Outcome.DEFERRED),
    CLOSES(Outcome.CLOSED),
    RESETS(Outcome.CLOSED),
    STALLS(Outcome.TIMED_OUT),
    BREAKS_OFF(Outcome.CLOSED),
    SAYS_TOO_MUCH(Outcome.DEFERRED),
    DISAGREES_WITH_ITSELF(Outcome.DEFERRED);

    private final Outcome outcome;

    Fault(Outcome outcome) {
      this.outcome = outcome;
    }

    private Dialogue on(Dialogue peer, Relay relay) {
      return switch (this) {
        case DEFERS -> peer.reply("421 4.3.2 Service not active [FE1.test]").quit();
        case CLOSES -> peer.run(relay::awaitConnected).close();
        case RESETS -> peer.run(relay::awaitConnected).reset();
        case STALLS -> peer.run(relay::awaitConnected).run(relay::halfAMinute).stall();
        case BREAKS_OFF -> peer.run(relay::awaitConnected).send("421 4.3.2 Serv").close();
        case SAYS_TOO_MUCH ->
            peer.send(("421-" + "x".repeat(990) + "\r\n").repeat(100))
                .reply("421 4.3.2 Service not active")
                .quit();
        case DISAGREES_WITH_ITSELF ->
            peer.reply("250-2.0.0 fine", "421 4.3.2 Service not active").quit();
      };
    }

    private Outcome outcomeIn(Phase phase) {
      return phase == Phase.END_OF_DATA && outcome != Outcome.DEFERRED
          ? Outcome.UNCERTAIN
          : outcome;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProbeOutlivesTheFaultInEachPhase(Fault fault) throws Exception {
    try (Relay relay = new Relay(folder, CERTIFICATES)) {
      relay.play(
          PHASES.stream()
              .flatMap(phase -> dialogues(fault, phase, relay).stream())
              .toArray(Dialogue[]::new));
      for (Phase phase : PHASES) {
        Relay.Probe probe = relay.probe();
        SessionReport report = probe.firstReport();
        assertThat(report.outcome()).as(report.toString()).isEqualTo(fault.outcomeIn(phase));
        assertThat(report.phase()).isEqualTo(phase);
        if (report.outcome() == Outcome.DEFERRED) {
          assertThat(report.reply().orElseThrow().code()).isEqualTo(421);
          assertThat(report.reply().orElseThrow().enhanced()).hasToString("Optional[4.3.2]");
        }
        boolean retried = report.outcome().isRetried();
        if (retried) {
          probe.awaitAttempt(2);
        }
        Instant arrived = probe.forward();
        probe.awaitDelivery();
        probe.forward();
        probe.awaitDuplicate();
        Duration latency = probe.record().latency().orElseThrow();
        assertThat(probe.record().attempts()).isEqualTo(retried ? 2 : 1);
        assertThat(latency).isEqualTo(Duration.between(probe.scheduled(), arrived));
        assertThat(latency).isGreaterThanOrEqualTo(Duration.ofSeconds(retried ? 13 : 0));
      }
      relay.assertAllDeliveredOnce(PHASES.size());
    }
  }

  private static List<Dialogue> dialogues(Fault fault, Phase phase, Relay relay) {
    Dialogue harm = fault.on(PEER.of(phase), relay);
    return fault.outcomeIn(phase).isRetried() ? List.of(harm, GOOD) : List.of(harm);
  }

  @Test
  void aProbeOutlivesTlsThatIsNotThere() throws Exception {
    outlives(PEER.of(Phase.STARTTLS).reply("220 2.0.0 Ready").reply("220 still plain").stall());
  }

  @Test
  void aProbeOutlivesTheWrongCertificate() throws Exception {
    outlives(
        PEER.of(Phase.STARTTLS)
            .reply("220 2.0.0 Ready")
            .startTls(CERTIFICATES.forNames("other.test").context())
            .stall());
  }

  private void outlives(Dialogue harm) throws Exception {
    try (Relay relay = new Relay(folder, CERTIFICATES)) {
      relay.play(harm, GOOD);
      Relay.Probe probe = relay.probe();
      SessionReport report = probe.firstReport();
      assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.TLS_FAILED);
      assertThat(report.phase()).isEqualTo(Phase.STARTTLS);
      probe.awaitAttempt(2);
      probe.forward();
      probe.awaitDelivery();
      relay.assertAllDeliveredOnce(1);
    }
  }
}
