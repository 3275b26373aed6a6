package io.mailprobe.app.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.app.scene.EventFan;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeEvidenceTest {

  private static final String HEAD =
      """
      Received: from BL02.outbound.protection.outlook.com (127.0.2.7) by mx.probe.example.net with ESMTPS\r
       id 42; Tue, 2 Jun 2026 13:05:00 +0000\r
      Subject: \u001b[31mVerdict: delivered\u202e\r
      """;

  private final ManualTime time = new ManualTime();
  private final Route route = Routes.outbound("amer");

  @TempDir private java.nio.file.Path folder;
  private Scene scene;

  @BeforeEach
  void open() throws IOException {
    scene = new Scene(folder, List.of(route), time, new EventFan(List.of()));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whatHappenedIsToldInItsOrder() throws IOException {
    ProbeEvidence evidence = evidence(troubled());
    assertThat(evidence.text())
        .containsSubsequence(
            "Probe " + evidence.probe().id(),
            "  Route        outbound, from region amer",
            "  Verdict      delivered",
            "Timeline (UTC)",
            "tick: the probe was due",
            "attempt 1 to smtp.office365.com:587: deferred in phase banner after 0.068 s",
            "attempt 1 deferred: BL02EPF00046C14.namprd07.prod.outlook.com [127.0.1.11]:587, forest"
                + " namprd07 · 421 4.3.2 The maximum number",
            "attempt 2 to smtp.office365.com:587: accepted in phase end_of_data",
            "attempt 2 accepted",
            "report: delayed · 4.4.317",
            "arrived from NAM12-BN8-obe.outbound.protection.outlook.com [127.0.2.7]",
            "verdict: delivered",
            "arrived again (duplicate)",
            "Attempt 1",
            "  Points at    Exchange Online",
            "  Because      forest_limit: ",
            "session 08DCE853B9232A86",
            "  Phases",
            "    banner           0.047 s  421 4.3.2",
            "  Transcript",
            "S: 421 4.3.2",
            "Attempt 2",
            "C: AUTH XOAUTH2 ***",
            "Report 1",
            "  Diagnostic   450 4.4.317",
            "  It quotes    421 4.3.2",
            "  Tried until",
            "Arrival 1",
            "  Clock        the receiver's is ours, or was not measured",
            "  Way, each instant by the clock of its server",
            "mx.probe.example.net",
            "our receiver at MAIL",
            "our receiver at the final dot",
            "  Headers",
            "    Received: from BL02",
            "Arrival 2",
            "    (the receiver keeps them no more)");
  }

  @Test
  void nothingThatOthersWroteCommandsATerminalOrPassesForOurs() throws IOException {
    String text = evidence(troubled()).text();
    assertThat(text)
        .contains("    Subject: ?[31mVerdict: delivered?\n")
        .doesNotContain("\u001b", "\u202e", "\r");
  }

  @Test
  void whatIsInFlightSaysWhatItWaitsFor() throws IOException {
    ProbeId probe = scene.tick(route);
    assertThat(evidence(probe).text())
        .contains("attempt 1: under way, or cut off when the process ended", "now: in flight");
    scene.ended(
        probe,
        Sessions.refused(time.wall(), Phase.RCPT, 451, "4.7.500 Server busy"),
        Duration.ofSeconds(15));
    assertThat(evidence(probe).text()).contains("next attempt at ").doesNotContain("accepted in");
    scene.retry(probe);
    scene.ended(probe, Sessions.accepted(time.wall()), Duration.ZERO);
    assertThat(evidence(probe).text()).contains("waits for its arrival");
    scene.reported(probe, Action.FAILED);
    time.advance(Duration.ofMinutes(1));
    scene.arrived(probe, HEAD);
    assertThat(evidence(probe).text())
        .containsSubsequence(
            "report: failed",
            "verdict: bounced, and arrived after that (recovered)",
            "arrived from");
  }

  @Test
  void programsReadBackWhatWasWritten() throws IOException {
    ProbeEvidence evidence = evidence(troubled());
    assertThat(ProbeEvidence.parse(evidence.json().getBytes(UTF_8))).isEqualTo(evidence);
  }

  @Test
  void whatIsNoEvidenceIsToldAsSuch() {
    for (String other : List.of("", "null", "{}", "[]", "<html>", "{\"now\":\"yesterday\"}")) {
      assertThatThrownBy(() -> ProbeEvidence.parse(other.getBytes(UTF_8)))
          .as(other)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("this is no evidence of a probe");
    }
  }

  /** Deferred, accepted, delayed, delivered and delivered again. */
  private ProbeId troubled() {
    ProbeId probe = scene.tick(route);
    scene.ended(
        probe,
        Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
        Duration.ofSeconds(15));
    time.advance(Duration.ofSeconds(15));
    scene.retry(probe);
    scene.ended(probe, Sessions.accepted(time.wall()), Duration.ZERO);
    time.advance(Duration.ofHours(1));
    scene.reported(probe, Action.DELAYED);
    time.advance(Duration.ofMinutes(10));
    scene.arrived(probe, HEAD);
    time.advance(Duration.ofMinutes(1));
    scene.arrived(probe);
    return probe;
  }

  private ProbeEvidence evidence(ProbeId probe) throws IOException {
    return ProbeEvidence.of(
        time.micros(), scene.ledger().probe(probe).orElseThrow(), Path.OUTBOUND, Replies.BLAME);
  }
}
